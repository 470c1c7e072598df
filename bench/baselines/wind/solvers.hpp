#pragma once

#include "bench/baselines/wind/problem.hpp"

#include <memory>

namespace hacthanh::bench {

/// Red-black successive over-relaxation as QES-Winds runs it (src/winds/Solver_CPU_RB.cpp): single precision, six
/// coefficients per cell, omega 1.78, largest change of every iteration; our own code of the same iteration, both
/// colours in one pass over memory.
class SorSolver {
public:
    SorSolver(Problem const& problem, int n_threads);
    ~SorSolver();
    /// Adds iterations; the outcome counts all so far.
    Outcome iterate(int n);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Conjugate gradients of Eigen in double with its incomplete Cholesky factors; one thread. Solves to 1e-6.
Outcome eigen_ic(Problem const& problem);

/// The prototype that set the mark: single-precision conjugate gradients with geometric multigrid V(2,2), point
/// red-black relaxation, inside defect correction in double. Solves to 1e-6.
class PrototypeSolver {
public:
    PrototypeSolver(Problem const& problem, int n_threads);
    ~PrototypeSolver();
    Outcome solve();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hacthanh::bench
