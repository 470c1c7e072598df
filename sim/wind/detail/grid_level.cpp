#include "sim/wind/detail/grid_level.hpp"

#include <algorithm>

namespace hacthanh::wind::detail {
namespace {

/// Cell size over the distance between the centres across each of n + 1 faces; `last` is the width of the last cell.
std::vector<float> distance_weights(std::size_t n, double last) {
    std::vector<float> weights(n + 1, 1.0F);
    weights.front() = static_cast<float>(2 / (n == 1 ? last : 1.0));
    if (n > 1) weights[n - 1] = static_cast<float>(2 / (1 + last));
    weights[n] = static_cast<float>(2 / last);
    return weights;
}

void allocate(GridLevel& level) {
    Checkerboard const& board = level.board;
    for (std::size_t colour : {0U, 1U}) {
        level.west[colour] = AlignedArray<std::uint8_t>(board.size(), 0);
        level.south[colour] = AlignedArray<std::uint8_t>(board.size(), 0);
        level.bottom[colour] = AlignedArray<std::uint8_t>(board.level_size(), 0);
    }
    auto const x_weights = distance_weights(board.nx(), level.last_column);
    for (std::size_t shift : {0U, 1U}) {
        level.west_weight[shift] = AlignedArray<float>(board.width(), 0.0F);
        level.east_weight[shift] = AlignedArray<float>(board.width(), 0.0F);
        for (std::size_t m = 0; 2 * m + shift < board.nx(); ++m) {
            level.west_weight[shift][m] = x_weights[2 * m + shift];
            level.east_weight[shift][m] = x_weights[2 * m + shift + 1];
        }
    }
    level.south_weight = distance_weights(board.ny(), level.last_row);
}

/// Deals a row of values out to the two colours; `n` values from column 0 of row j.
template <class T>
void deal(T const* values, std::size_t n, std::ptrdiff_t j, T* red, T* black) {
    std::array<T*, 2> const first{j % 2 == 0 ? red : black, j % 2 == 0 ? black : red};
    for (std::size_t i = 0; i < n; ++i) first[i % 2][i / 2] = values[i];
}

/// Aperture of a face in column i.
std::uint8_t dealt(Colours<std::uint8_t> const& apertures, std::size_t row, std::ptrdiff_t j, std::size_t i) {
    return apertures[(i + static_cast<std::size_t>(j)) & 1U][row + i / 2];
}

constexpr std::size_t rows_per_block = 4;

/// The elimination of a strip that is open from the lid down, in a row whose neighbours are a cell away.
std::vector<OpenStrip> eliminate_open(GridLevel const& level, std::size_t shift, std::size_t strip) {
    std::size_t const nz = level.board.nz();
    std::vector<OpenStrip> result(nz);
    for (std::size_t lane = 0; lane < Checkerboard::lanes; ++lane) {
        std::size_t const m = strip * Checkerboard::lanes + lane;
        float const x_weight = level.west_weight[shift][m] + level.east_weight[shift][m];
        float ratio = 1;
        for (std::size_t k = nz; k-- > 0;) {
            float const q = 255 * level.layer[k] * (x_weight + 2) + 255 * level.level[k + 1] * ratio;
            float const d = 255 * level.level[k];
            float const inverse = x_weight > 0 ? 1 / (q + d) : 0;  // nothing behind the last cell
            ratio = q * inverse;
            result[k].inverse[lane] = inverse;
            result[k].below[lane] = d * inverse;
            result[k].ratio[lane] = ratio;
        }
    }
    return result;
}

/// Whether all faces of the cells of a strip are open on level k.
bool open_on_level(GridLevel const& level, std::size_t colour, std::size_t j, std::size_t strip, std::size_t k) {
    Checkerboard const& board = level.board;
    auto const row = static_cast<std::ptrdiff_t>(j);
    std::size_t const shift = Checkerboard::shift(colour, row);
    std::size_t const other = 1 - colour;
    std::size_t const here = board.row(row, k);
    std::size_t const north = board.row(row + 1, k);
    std::size_t const bottom = board.level_row(row, k);
    std::size_t const begin = strip * Checkerboard::lanes;
    std::size_t const end = std::min(begin + Checkerboard::lanes, (board.nx() + 1 - shift) / 2);
    bool const passable_top = level.level[k + 1] > 0;
    bool const passable_bottom = level.level[k] > 0;
    unsigned all = 255;
    for (std::size_t m = begin; m < end; ++m)
        all &= level.west[colour][here + m] & level.west[other][here + m + shift] & level.south[colour][here + m] &
               level.south[other][north + m] &
               (passable_top ? level.bottom[colour][bottom + board.stride() + m] : 255U) &
               (passable_bottom ? level.bottom[colour][bottom + m] : 255U);
    return all == 255;
}

/// Finds open_from and open_strips.
void find_open_strips(GridLevel& level, Parallel const& parallel) {
    Checkerboard const& board = level.board;
    std::size_t const strips = board.width() / Checkerboard::lanes;
    std::size_t const middle = std::min<std::size_t>(1, strips - 1);
    for (std::size_t shift : {0U, 1U})
        for (std::size_t kind : {0U, 1U, 2U})
            level.open_strips[shift][kind] = eliminate_open(level, shift,
                                                            kind == 0   ? 0
                                                            : kind == 1 ? middle
                                                                        : strips - 1);
    auto const regular = [&](std::size_t colour, std::size_t j, std::size_t strip) {
        if (level.south_weight[j] != 1.0F || level.south_weight[j + 1] != 1.0F) return false;
        if (strip == 0 || strip + 1 == strips) return true;
        std::size_t const shift = Checkerboard::shift(colour, static_cast<std::ptrdiff_t>(j));
        for (std::size_t m = strip * Checkerboard::lanes; m < (strip + 1) * Checkerboard::lanes; ++m)
            if (level.west_weight[shift][m] != 1.0F || level.east_weight[shift][m] != 1.0F) return false;
        return true;
    };
    for (auto& levels : level.open_from) levels.assign(board.ny() * strips, static_cast<std::uint16_t>(board.nz()));
    parallel.for_blocks(board.ny(), rows_per_block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t colour : {0U, 1U})
            for (std::size_t j = begin; j < end; ++j)
                for (std::size_t strip = 0; strip < strips; ++strip) {
                    if (!regular(colour, j, strip)) continue;
                    std::size_t k = board.nz();
                    while (k > 0 && open_on_level(level, colour, j, strip, k - 1)) --k;
                    level.open_from[colour][j * strips + strip] = static_cast<std::uint16_t>(k);
                }
    });
}

}  // namespace

GridLevel finest_level(mesh::CityMesh const& mesh, OpenFaces const& faces, double beta, bool open_lid,
                       Parallel const& parallel) {
    GridLevel level;
    std::size_t const nx = mesh.nx();
    std::size_t const ny = mesh.ny();
    std::size_t const nz = mesh.nz();
    level.board = Checkerboard(nx, ny, nz);
    allocate(level);
    double const area = mesh.cell_size() * mesh.cell_size();
    auto const vertical = [&](double distance) { return static_cast<float>(beta * area / distance / 255); };
    level.level.assign(nz + 1, 0.0F);  // nothing passes the ground
    for (std::size_t k = 0; k < nz; ++k) {
        level.layer.push_back(static_cast<float>(mesh.layer_thickness(k) / 255));
        if (k > 0) level.level[k] = vertical(mesh.z_centre(k) - mesh.z_centre(k - 1));
    }
    if (open_lid) level.level[nz] = vertical(0.5 * mesh.layer_thickness(nz - 1));
    parallel.for_blocks(ny + 1, rows_per_block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            auto const j = static_cast<std::ptrdiff_t>(row);
            for (std::size_t k = 0; k <= nz; ++k) {
                std::size_t const to = level.board.row(j, k);
                std::size_t const up = level.board.level_row(j, k);
                if (k < nz && row < ny)
                    deal(faces.x.data() + (k * ny + row) * (nx + 1), nx + 1, j, level.west[0].data() + to,
                         level.west[1].data() + to);
                if (k < nz)
                    deal(faces.y.data() + (k * (ny + 1) + row) * nx, nx, j, level.south[0].data() + to,
                         level.south[1].data() + to);
                if (row < ny)
                    deal(faces.z.data() + (k * ny + row) * nx, nx, j, level.bottom[0].data() + up,
                         level.bottom[1].data() + up);
            }
        }
    });
    find_open_strips(level, parallel);
    return level;
}

GridLevel coarser_level(GridLevel const& fine, Parallel const& parallel) {
    Checkerboard const& from = fine.board;
    GridLevel level;
    level.board = Checkerboard((from.nx() + 1) / 2, (from.ny() + 1) / 2, from.nz());
    level.last_column = from.nx() % 2 == 1 ? fine.last_column / 2 : (1 + fine.last_column) / 2;
    level.last_row = from.ny() % 2 == 1 ? fine.last_row / 2 : (1 + fine.last_row) / 2;
    allocate(level);
    level.layer = fine.layer;
    level.level = fine.level;
    for (float& weight : level.level) weight *= 4;
    std::size_t const nx = level.board.nx();
    std::size_t const ny = level.board.ny();
    std::size_t const nz = level.board.nz();
    auto const mean = [](unsigned sum, unsigned n) { return static_cast<std::uint8_t>((sum + n - 1) / n); };
    parallel.for_blocks(ny + 1, rows_per_block, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint8_t> values(nx + 1);
        for (std::size_t row = begin; row < end; ++row) {
            auto const j = static_cast<std::ptrdiff_t>(row);
            auto const below = static_cast<std::ptrdiff_t>(std::min(2 * row, from.ny()));
            auto const inside = [&](std::ptrdiff_t fine_row) {
                return fine_row < static_cast<std::ptrdiff_t>(from.ny());
            };
            for (std::size_t k = 0; k <= nz; ++k) {
                std::size_t const to = level.board.row(j, k);
                std::size_t const up = level.board.level_row(j, k);
                if (k < nz && row < ny) {
                    for (std::size_t i = 0; i <= nx; ++i) {
                        std::size_t const column = std::min(2 * i, from.nx());
                        unsigned sum = dealt(fine.west, from.row(below, k), below, column);
                        if (inside(below + 1)) sum += dealt(fine.west, from.row(below + 1, k), below + 1, column);
                        values[i] = mean(sum, 2);
                    }
                    deal(values.data(), nx + 1, j, level.west[0].data() + to, level.west[1].data() + to);
                }
                if (k < nz) {
                    for (std::size_t i = 0; i < nx; ++i) {
                        unsigned sum = dealt(fine.south, from.row(below, k), below, 2 * i);
                        if (2 * i + 1 < from.nx()) sum += dealt(fine.south, from.row(below, k), below, 2 * i + 1);
                        values[i] = mean(sum, 2);
                    }
                    deal(values.data(), nx, j, level.south[0].data() + to, level.south[1].data() + to);
                }
                if (row < ny) {
                    for (std::size_t i = 0; i < nx; ++i) {
                        unsigned sum = 0;
                        for (std::ptrdiff_t jj = below; jj < below + 2 && inside(jj); ++jj)
                            for (std::size_t ii = 2 * i; ii < 2 * i + 2 && ii < from.nx(); ++ii)
                                sum += dealt(fine.bottom, from.level_row(jj, k), jj, ii);
                        values[i] = mean(sum, 4);
                    }
                    deal(values.data(), nx, j, level.bottom[0].data() + up, level.bottom[1].data() + up);
                }
            }
        }
    });
    find_open_strips(level, parallel);
    return level;
}

}  // namespace hacthanh::wind::detail
