#pragma once

#include "sim/dispersion/removal.hpp"
#include "sim/dispersion/slope_shares.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hacthanh::dispersion {

/// How a face's concentration follows from the cells around it when the operator must be linear.
enum class LinearScheme {
    upwind,        ///< of the air that passes: positive, first order
    second_order,  ///< with the donor's central difference, unlimited (Fromm 1968, doi:10.1016/0021-9991(68)90015-6)
};

/// The finite-volume transport as a matrix: A c = s, for superposition of sources and for adjoints.
///
/// A holds, for vanishing time steps, what FiniteVolumeTransport does with unlimited slopes (second_order) or none
/// (upwind): fluxes C q + max(nu, 0) s + min(nu, 0) (q_high - q_low), nu = |C|/2 - D along x and y, wind and mixing
/// apart along z, settling upwind, deposition on open ground, first-order loss. Rows are the cells with air in the
/// mesh's order, c in kg/m3, s in kg/s. What the inflow concentration brings is inflow_source(). In double, from the
/// flow itself: where its fluxes balance, A 1 = inflow_source(1) to round-off. Theory and tests:
/// docs/theory/transport.md.
///
/// Costs O(cells) time and about 200 bytes a cell; the solvers (BiCGSTAB, van der Vorst 1992,
/// doi:10.1137/0913035, with an incomplete LU factorisation) several times that. Const members may be called by
/// several threads at once.
class LinearTransport {
public:
    using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
    using Vector = Eigen::VectorXd;

    /// @param shares  of the slopes of second order that are taken; null: all of them
    /// Throws SolverError when the flow is not finite or a diffusivity negative.
    LinearTransport(LinearScheme scheme, state::Flow const& flow, mesh::CityMesh const& mesh,
                    Removal const& removal = {}, SlopeShares const* shares = nullptr);

    /// The mesh cell of each row.
    std::vector<std::size_t> const& cells() const { return cells_; }

    /// A [m3/s].
    Matrix const& matrix() const { return matrix_; }

    /// Air in the cell of each row [m3]: V of V dc/dt + A c = s.
    Vector const& air() const { return air_; }

    /// What air of concentration 1 kg/m3 outside brings into each cell through the open sides [kg/s].
    Vector const& inflow_source() const { return inflow_source_; }

    /// The rows in an order in which the wind on the mean passes them: columns of cells from upwind to downwind, along
    /// the axis of the mean wind's greater component slowest, each column from the ground up. In this order A is nearly
    /// lower triangular but for mixing along z; A^T in the reverse of it.
    std::vector<std::uint32_t> const& downwind() const { return downwind_; }

    /// Concentration of a steady source [kg/m3]: A c = s. @param source  one per row [kg/s]
    /// Throws SolverError when the relative residual does not reach `tolerance`.
    Vector solve(Vector const& source, double tolerance = 1e-12) const;

    /// Adjoint: A^T a = r. With r the weights of a receptor, a . s is its concentration for any source s.
    Vector solve_adjoint(Vector const& receptor, double tolerance = 1e-12) const;

private:
    std::vector<std::size_t> cells_;
    std::vector<std::uint32_t> downwind_;
    Matrix matrix_;
    Vector air_;
    Vector inflow_source_;
};

}  // namespace hacthanh::dispersion
