#pragma once

#include "sim/wind/detail/multigrid.hpp"

#include <vector>

namespace hacthanh::wind::detail {

/// Conjugate gradients in single precision, preconditioned by one multigrid cycle (Hestenes & Stiefel 1952,
/// doi:10.6028/jres.049.044). Sums are formed per row of cells in a fixed order: the same bits for any thread count.
class ConjugateGradients {
public:
    /// Vectors of one solve, 20 bytes a cell, and those of the coarser grids.
    struct WorkSpace {
        Colours<float> residual;   ///< the right-hand side comes in here
        Colours<float> potential;  ///< the solution is potential + pending_step x search
        Colours<float> search;
        Colours<float> image;  ///< operator on search
        Colours<float> preconditioned;
        float pending_step = 0;
        Multigrid::WorkSpace coarse;
        std::vector<double> row_sums;
    };

    struct Outcome {
        int iterations = 0;
        double reduction = 1;  ///< of the residual's 2-norm
    };

    /// The arguments must outlive the object.
    ConjugateGradients(Multigrid const& multigrid, Parallel const& parallel, ProjectionKernels const& kernels)
        : multigrid_(&multigrid), parallel_(&parallel), kernels_(&kernels) {}

    WorkSpace make_work_space() const;

    /// Solves operator x solution = residual until the 2-norm of the residual is smaller by `reduction`.
    /// @param squares  sum of the right-hand side's squares, > 0
    Outcome solve(WorkSpace& work, double squares, double reduction, int most_iterations) const;

private:
    double search_and_apply(WorkSpace& work, double keep, bool first) const;
    double step_residual(WorkSpace& work) const;

    Multigrid const* multigrid_;
    Parallel const* parallel_;
    ProjectionKernels const* kernels_;
};

}  // namespace hacthanh::wind::detail
