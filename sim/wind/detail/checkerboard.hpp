#pragma once

#include "sim/core/aligned_array.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace hacthanh::wind::detail {

/// Where the multigrid keeps its cells: columns coloured like a chess board in plan, each colour in arrays of its own.
///
/// A cell (i, j, k) has colour (i + j) mod 2 and lies at row(j, k) + i / 2 of that colour. Arrays are [j][k][i / 2], so
/// that the columns above one row of cells are contiguous: red columns have only black neighbours, and a whole red
/// column can be solved at once. Unused values between rows are 0, as are the rows before the first and after the
/// last j: they stand for the air outside.
class Checkerboard {
public:
    /// Values that kernels process at once.
    static constexpr std::size_t lanes = 16;

    Checkerboard() = default;
    Checkerboard(std::size_t nx, std::size_t ny, std::size_t nz) : nx_(nx), ny_(ny), nz_(nz) {}

    std::size_t nx() const { return nx_; }
    std::size_t ny() const { return ny_; }
    std::size_t nz() const { return nz_; }
    std::size_t n_cells() const { return nx_ * ny_ * nz_; }

    /// Most cells of one colour in a row.
    std::size_t half() const { return (nx_ + 1) / 2; }
    /// The same in whole vectors.
    std::size_t width() const { return (half() + lanes - 1) / lanes * lanes; }
    /// From row to row; leaves at least one unused value behind each.
    std::size_t stride() const { return (half() + lanes) / lanes * lanes; }

    /// First value of a row; j = -1 and j = ny are outside.
    std::size_t row(std::ptrdiff_t j, std::size_t k) const {
        return lanes + (static_cast<std::size_t>(j + 1) * nz_ + k) * stride();
    }
    std::size_t size() const { return 2 * lanes + (ny_ + 2) * nz_ * stride(); }
    /// The same for horizontal faces, nz + 1 levels.
    std::size_t level_row(std::ptrdiff_t j, std::size_t level) const {
        return lanes + (static_cast<std::size_t>(j + 1) * (nz_ + 1) + level) * stride();
    }
    std::size_t level_size() const { return 2 * lanes + (ny_ + 2) * (nz_ + 1) * stride(); }

    /// The cells of a colour (0 or 1) in row j are i = 2 m + shift.
    static std::size_t shift(std::size_t colour, std::ptrdiff_t j) {
        return (colour + static_cast<std::size_t>(j + 2)) & 1U;
    }

private:
    std::size_t nx_ = 0;
    std::size_t ny_ = 0;
    std::size_t nz_ = 0;
};

/// One array per colour.
template <class T>
using Colours = std::array<AlignedArray<T>, 2>;

/// Zeros for the cells of a board.
inline Colours<float> zeros(Checkerboard const& board) {
    return {AlignedArray<float>(board.size(), 0.0F), AlignedArray<float>(board.size(), 0.0F)};
}

}  // namespace hacthanh::wind::detail
