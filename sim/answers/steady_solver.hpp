#pragma once

#include "sim/dispersion/linear_transport.hpp"

#include <Eigen/IterativeLinearSolvers>

namespace hacthanh::answers {

/// Solves one matrix for many right-hand sides.
///
/// BiCGSTAB (van der Vorst 1992, doi:10.1137/0913035) preconditioned from the right, with an incomplete LU
/// factorisation (ILUT, Saad 1994, doi:10.1002/nla.1680010405) that is made once. Where LinearTransport::solve()
/// factorises for each call, here a call costs only its iterations.
/// The constructor costs several times the matrix in time and memory; const members may be called by several threads.
class SteadySolver {
public:
    using Matrix = dispersion::LinearTransport::Matrix;
    using Vector = dispersion::LinearTransport::Vector;

    /// @param tolerance  of the residual relative to the right-hand side, > 0
    /// Throws SolverError when the factorisation fails.
    SteadySolver(Matrix matrix, double tolerance);

    /// The solution, in the matrix's rows. Throws SolverError when the true residual stays above the tolerance.
    Vector solve(Vector const& right) const;

private:
    Matrix matrix_;
    double tolerance_;
    Eigen::IncompleteLUT<double> factors_;
};

}  // namespace hacthanh::answers
