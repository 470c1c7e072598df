#include "sim/wind/detail/conjugate_gradients.hpp"

#include "sim/wind/detail/wavefront.hpp"

#include <cmath>
#include <numeric>

namespace hacthanh::wind::detail {

ConjugateGradients::WorkSpace ConjugateGradients::make_work_space() const {
    Checkerboard const& board = multigrid_->board();
    return {zeros(board),
            zeros(board),
            zeros(board),
            zeros(board),
            zeros(board),
            0.0F,
            multigrid_->make_work_space(),
            std::vector<double>(board.ny())};
}

double ConjugateGradients::search_and_apply(WorkSpace& work, double keep, bool first) const {
    Checkerboard const& board = multigrid_->board();
    std::size_t const slab = board.nz() * board.stride();
    std::size_t const chunks = chunks_of(board.ny(), board.nx() * board.nz());
    for_wavefront(*parallel_, board.ny(), chunks, 2, [&](std::size_t stage, std::size_t j) {
        std::size_t const row = board.row(static_cast<std::ptrdiff_t>(j), 0);
        if (stage == 1) work.row_sums[j] = 0;
        for (std::size_t colour : {0U, 1U})
            if (stage == 0)
                kernels_->next_search(
                    {work.preconditioned[colour].data() + row, work.search[colour].data() + row,
                     work.potential[colour].data() + row, static_cast<float>(keep), work.pending_step, first},
                    slab);
            else
                work.row_sums[j] += kernels_->apply(multigrid_->columns(colour, j),
                                                    {work.search[colour].data(), work.search[1 - colour].data()},
                                                    work.image[colour].data());
    });
    return std::accumulate(work.row_sums.begin(), work.row_sums.end(), 0.0);
}

double ConjugateGradients::step_residual(WorkSpace& work) const {
    Checkerboard const& board = multigrid_->board();
    std::size_t const slab = board.nz() * board.stride();
    parallel_->for_blocks(board.ny(), 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j) {
            std::size_t const row = board.row(static_cast<std::ptrdiff_t>(j), 0);
            work.row_sums[j] = 0;
            for (std::size_t colour : {0U, 1U})
                work.row_sums[j] += kernels_->next_residual(work.residual[colour].data() + row,
                                                            work.image[colour].data() + row, work.pending_step, slab);
        }
    });
    return std::accumulate(work.row_sums.begin(), work.row_sums.end(), 0.0);
}

ConjugateGradients::Outcome ConjugateGradients::solve(WorkSpace& work, double squares, double reduction,
                                                      int most_iterations) const {
    Outcome outcome;
    double const goal = reduction * reduction * squares;
    double previous = 0;
    double now = squares;
    work.pending_step = 0;
    while (outcome.iterations < most_iterations && now > goal) {
        double const current = multigrid_->precondition(work.residual, work.preconditioned, work.coarse);
        bool const first = outcome.iterations == 0;
        double const curvature = search_and_apply(work, first ? 0.0 : current / previous, first);
        work.pending_step = 0;
        if (!(current > 0 && curvature > 0)) break;  // nothing is left that single precision can see
        work.pending_step = static_cast<float>(current / curvature);
        now = step_residual(work);
        previous = current;
        ++outcome.iterations;
    }
    outcome.reduction = std::sqrt(now / squares);
    return outcome;
}

}  // namespace hacthanh::wind::detail
