#include "sim/wind/detail/multigrid.hpp"

#include "sim/wind/detail/scratch.hpp"
#include "sim/wind/detail/wavefront.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hacthanh::wind::detail {
namespace {

constexpr std::size_t red = 0;
constexpr std::size_t black = 1;

std::size_t chunks_of(Checkerboard const& board) { return detail::chunks_of(board.ny(), board.nx() * board.nz()); }

}  // namespace

Multigrid::Multigrid(GridLevel finest, Parallel const& parallel, ProjectionKernels const& kernels)
    : parallel_(&parallel), kernels_(&kernels) {
    levels_.push_back(std::move(finest));
    while (levels_.back().board.nx() > 1 || levels_.back().board.ny() > 1)
        levels_.push_back(coarser_level(levels_.back(), parallel));
}

Multigrid::WorkSpace Multigrid::make_work_space() const {
    WorkSpace work;
    for (std::size_t n = 1; n < levels_.size(); ++n) {
        work.rhs.push_back(zeros(levels_[n].board));
        work.x.push_back(zeros(levels_[n].board));
    }
    work.row_sums.resize(board().ny());
    return work;
}

Columns Multigrid::columns(GridLevel const& level, std::size_t colour, std::size_t j) const {
    Checkerboard const& board = level.board;
    auto const row = static_cast<std::ptrdiff_t>(j);
    std::size_t const other = 1 - colour;
    Columns c;
    c.nz = board.nz();
    c.width = board.width();
    c.stride = board.stride();
    c.shift = Checkerboard::shift(colour, row);
    c.offset = board.row(row, 0);
    c.slab = board.row(row + 1, 0) - c.offset;
    c.west = level.west[colour].data();
    c.east = level.west[other].data();
    c.south = level.south[colour].data();
    c.north = level.south[other].data();
    c.bottom = level.bottom[colour].data() + board.level_row(row, 0);
    c.west_weight = level.west_weight[c.shift].data();
    c.east_weight = level.east_weight[c.shift].data();
    c.south_weight = level.south_weight[j];
    c.north_weight = level.south_weight[j + 1];
    c.layer = level.layer.data();
    c.level = level.level.data();
    std::size_t const strips = board.width() / Checkerboard::lanes;
    c.open_from = level.open_from[colour].data() + j * strips;
    c.first_strip = level.open_strips[c.shift][0].data();
    c.middle_strip = level.open_strips[c.shift][1].data();
    c.last_strip = level.open_strips[c.shift][2].data();
    return c;
}

double Multigrid::precondition(Colours<float> const& rhs, Colours<float>& x, WorkSpace& work) const {
    cycle(0, rhs, x, work);
    return std::accumulate(work.row_sums.begin(), work.row_sums.end(), 0.0);
}

void Multigrid::cycle(std::size_t n, Colours<float> const& rhs, Colours<float>& x, WorkSpace& work) const {
    if (n + 1 < levels_.size()) {
        smooth_and_restrict(n, rhs, x, work);
        cycle(n + 1, work.rhs[n], work.x[n], work);
        correct_and_smooth(n, rhs, x, work);
        return;
    }
    Columns const column = columns(levels_[n], red, 0);
    kernels_->solve_alone(column, rhs[red].data(), x[red].data(), scratch(Checkerboard::lanes * column.nz));
    if (n == 0) work.row_sums[0] = kernels_->dot(rhs[red].data(), x[red].data(), rhs[red].size());
}

void Multigrid::smooth_and_restrict(std::size_t n, Colours<float> const& rhs, Colours<float>& x,
                                    WorkSpace& work) const {
    Checkerboard const& board = levels_[n].board;
    for_wavefront(*parallel_, board.ny(), chunks_of(board), 3, [&](std::size_t stage, std::size_t j) {
        float* const memory = scratch(Checkerboard::lanes * board.nz());
        if (stage == 0)
            kernels_->solve_alone(columns(levels_[n], red, j), rhs[red].data(), x[red].data(), memory);
        else if (stage == 1)
            kernels_->solve(columns(levels_[n], black, j), rhs[black].data(), {x[black].data(), x[red].data()}, memory);
        else if (j % 2 == 1 || j + 1 == board.ny())
            restrict_rows(n, j, x, work.rhs[n]);
    });
}

void Multigrid::restrict_rows(std::size_t n, std::size_t last, Colours<float> const& x,
                              Colours<float>& coarse_rhs) const {
    Checkerboard const& board = levels_[n].board;
    Checkerboard const& coarse = levels_[n + 1].board;
    std::size_t const row_length = 2 * coarse.width();
    std::size_t const size = row_length * board.nz();
    float* const sums = scratch(size);
    std::fill_n(sums, size, 0.0F);
    for (std::size_t j = last / 2 * 2; j <= last; ++j)
        kernels_->add_push(columns(levels_[n], red, j), x[black].data(), sums, row_length);
    std::size_t const coarse_j = last / 2;
    for (std::size_t k = 0; k < board.nz(); ++k) {
        std::size_t const row = coarse.row(static_cast<std::ptrdiff_t>(coarse_j), k);
        kernels_->deal(sums + k * row_length, coarse_rhs[coarse_j % 2].data() + row,
                       coarse_rhs[1 - coarse_j % 2].data() + row, coarse.width());
    }
}

void Multigrid::correct_row(std::size_t n, std::size_t j, Colours<float> const& coarse_x, Colours<float>& x) const {
    Checkerboard const& board = levels_[n].board;
    Checkerboard const& coarse = levels_[n + 1].board;
    std::size_t const shift = Checkerboard::shift(red, static_cast<std::ptrdiff_t>(j));
    std::size_t const coarse_j = j / 2;
    for (std::size_t k = 0; k < board.nz(); ++k) {
        std::size_t const row = coarse.row(static_cast<std::ptrdiff_t>(coarse_j), k);
        kernels_->add_dealt(x[red].data() + board.row(static_cast<std::ptrdiff_t>(j), k),
                            coarse_x[coarse_j % 2].data() + row, coarse_x[1 - coarse_j % 2].data() + row,
                            (board.nx() + 1 - shift) / 2);
    }
}

void Multigrid::correct_and_smooth(std::size_t n, Colours<float> const& rhs, Colours<float>& x, WorkSpace& work) const {
    Checkerboard const& board = levels_[n].board;
    std::size_t const slab = board.nz() * board.stride();
    for_wavefront(*parallel_, board.ny(), chunks_of(board), 3, [&](std::size_t stage, std::size_t j) {
        float* const memory = scratch(Checkerboard::lanes * board.nz());
        if (stage == 0) {
            correct_row(n, j, work.x[n], x);
        } else if (stage == 1) {
            kernels_->solve(columns(levels_[n], black, j), rhs[black].data(), {x[black].data(), x[red].data()}, memory);
        } else {
            kernels_->solve(columns(levels_[n], red, j), rhs[red].data(), {x[red].data(), x[black].data()}, memory);
            if (n > 0) return;
            std::size_t const row = board.row(static_cast<std::ptrdiff_t>(j), 0);
            work.row_sums[j] = kernels_->dot(rhs[red].data() + row, x[red].data() + row, slab) +
                               kernels_->dot(rhs[black].data() + row, x[black].data() + row, slab);
        }
    });
}

}  // namespace hacthanh::wind::detail
