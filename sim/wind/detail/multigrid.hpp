#pragma once

#include "sim/core/parallel.hpp"
#include "sim/wind/detail/checkerboard.hpp"
#include "sim/wind/detail/grid_level.hpp"
#include "sim/wind/detail/projection_kernels.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::wind::detail {

/// One V-cycle of geometric multigrid, as a preconditioner: a symmetric approximation of the operator's inverse.
///
/// Red columns and black columns are solved in turn (zebra line relaxation), on grids twice as coarse in plan each
/// time down to a single column. Solving whole columns makes the cycle indifferent to how thin the layers are.
/// Immutable; several threads may use one object, each with its own work space.
class Multigrid {
public:
    /// Right-hand sides and solutions of the coarser grids.
    struct WorkSpace {
        std::vector<Colours<float>> rhs;
        std::vector<Colours<float>> x;
        std::vector<double> row_sums;
    };

    /// @param parallel, kernels  must outlive the object
    Multigrid(GridLevel finest, Parallel const& parallel, ProjectionKernels const& kernels);

    Checkerboard const& board() const { return levels_.front().board; }
    std::size_t n_levels() const { return levels_.size(); }
    WorkSpace make_work_space() const;

    /// x = cycle(rhs); returns the sum of rhs * x.
    double precondition(Colours<float> const& rhs, Colours<float>& x, WorkSpace& work) const;

    /// The columns of one colour above row j of the finest grid.
    Columns columns(std::size_t colour, std::size_t j) const { return columns(levels_.front(), colour, j); }

private:
    Columns columns(GridLevel const& level, std::size_t colour, std::size_t j) const;
    void cycle(std::size_t n, Colours<float> const& rhs, Colours<float>& x, WorkSpace& work) const;
    void smooth_and_restrict(std::size_t n, Colours<float> const& rhs, Colours<float>& x, WorkSpace& work) const;
    void correct_and_smooth(std::size_t n, Colours<float> const& rhs, Colours<float>& x, WorkSpace& work) const;
    void restrict_rows(std::size_t n, std::size_t last, Colours<float> const& x, Colours<float>& coarse_rhs) const;
    void correct_row(std::size_t n, std::size_t j, Colours<float> const& coarse_x, Colours<float>& x) const;

    std::vector<GridLevel> levels_;
    Parallel const* parallel_;
    ProjectionKernels const* kernels_;
};

}  // namespace hacthanh::wind::detail
