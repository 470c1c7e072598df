#pragma once

#include "sim/answers/detail/sweep_matrix.hpp"
#include "sim/dispersion/linear_transport.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace hacthanh::answers {

/// Several vectors side by side, in the order of a SteadySolver's rows: right-hand sides or their solutions.
class Lanes {
public:
    Lanes(std::size_t n_rows, std::size_t n) : n_(n), values_(n_rows * n, 0.0) {}

    std::size_t n() const { return n_; }
    /// @param place  SteadySolver::place() of a row
    double& operator()(std::size_t place, std::size_t lane) { return values_[place * n_ + lane]; }
    double operator()(std::size_t place, std::size_t lane) const { return values_[place * n_ + lane]; }
    std::vector<double>& values() { return values_; }  ///< [place][lane]
    std::vector<double> const& values() const { return values_; }

private:
    std::size_t n_;
    std::vector<double> values_;
};

/// Which of the two systems of a transport.
enum class Side {
    forward,  ///< A c = s, one solution per source
    adjoint,  ///< A^T a = r, one per receptor
};

/// Solves the steady transport for many right-hand sides, up to 16 at once.
///
/// BiCGSTAB (van der Vorst 1992, doi:10.1137/0913035) preconditioned from the right by the incomplete factors of
/// detail::SweepMatrix, in single precision inside a correction in double precision (iterative refinement, Moler 1967,
/// doi:10.1145/321386.321394): the residual that is checked is the true one. Vectors of a call go through the matrix
/// side by side but never mix: each has the same bits alone, among others and for any number of threads. Costs about 30
/// bytes an entry of the matrix; a call of 16 vectors 720 bytes a cell and, with 2 threads, two of that. Const members
/// may be called by several threads at once.
class SteadySolver {
public:
    using Matrix = detail::SweepMatrix::Matrix;
    static constexpr std::size_t most_at_once = detail::most_lanes;

    /// @param tolerance  of the residual relative to the right-hand side, > 0
    SteadySolver(dispersion::LinearTransport const& transport, Side side, double tolerance);

    /// Where a row of the transport's matrix stands in Lanes.
    std::size_t place(std::size_t row) const { return matrix_.place(row); }

    /// As many right-hand sides as asked for, all 0. @param n  1 or most_at_once (leave those over at 0)
    Lanes zeros(std::size_t n) const { return {matrix_.n(), n}; }

    /// The solutions. Throws SolverError when a true residual stays above the tolerance.
    Lanes solve(Lanes const& right) const;

private:
    detail::SweepMatrix matrix_;
    double tolerance_;
};

}  // namespace hacthanh::answers
