#pragma once

#include "sim/answers/detail/lane_kernels.hpp"
#include "sim/dispersion/linear_transport.hpp"

#include <cstdint>
#include <vector>

namespace hacthanh::answers::detail {

/// A matrix in an order of its rows, and a sweep that nearly solves it in that order.
///
/// Lines are rows that follow each other and are coupled: columns of cells, in the order of
/// LinearTransport::downwind(). The sweep goes through them with what earlier lines give, each solved exactly, and back
/// with what later ones give: (D + L) D^-1 (D + U), D the tridiagonal lines, whose diagonal is lessened by
/// L_ij U_ji / D_jj as in D-ILU (Pommerell & Fichtner 1994; Saad 2003, doi:10.1137/1.9780898718003, section 10.3), so
/// that air which goes to and fro between two cells is not underrated. For upwind transport along the order with any
/// mixing along the lines it is exact. What is swept is not the matrix itself but the M-matrix next to it: positive
/// entries beside the diagonal (a scheme of second order has them) are added to the diagonal, so that nothing grows
/// along the sweep. For Fromm's scheme in a uniform wind the eigenvalues left to the iteration are
/// 0.8 (1 + i/2 sin theta).
/// Costs O(entries) time and some 40 bytes an entry. Const members are thread-safe.
class SweepMatrix {
public:
    using Matrix = dispersion::LinearTransport::Matrix;

    /// @param order  of the rows: order[place] = row. Throws SolverError when there are 2^32 entries or more.
    SweepMatrix(Matrix const& matrix, std::vector<std::uint32_t> const& order);

    std::size_t n() const { return begin_.size() - 1; }
    /// Where a row of the matrix stands in the order.
    std::size_t place(std::size_t row) const { return place_[row]; }

    RowsView rows() const;
    SweepView sweep() const;

private:
    void order_rows(Matrix const& matrix, std::vector<std::uint32_t> const& order);
    void find_sweep();
    /// An entry of the matrix where it is negative, else 0.
    double negative_entry(std::size_t row, std::size_t column) const;

    std::vector<std::uint32_t> place_;
    std::vector<std::uint32_t> begin_, column_;
    std::vector<double> exact_;
    std::vector<float> value_;
    /// Entries of the matrix that couple lines.
    struct Triangle {
        std::vector<std::uint32_t> begin{0}, column;
        std::vector<float> value;
        void add(std::uint32_t of_column, double entry);
        void end_row() { begin.push_back(static_cast<std::uint32_t>(column.size())); }
        TriangleView view() const { return {begin.data(), column.data(), value.data()}; }
    };
    std::vector<std::uint32_t> line_;
    std::vector<float> lower_, upper_, inverse_;
    Triangle before_, behind_;
};

}  // namespace hacthanh::answers::detail
