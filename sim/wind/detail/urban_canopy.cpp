#include "sim/wind/detail/urban_canopy.hpp"

#include "sim/core/constants.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::wind::detail {
namespace {

constexpr double square_half_width = 2;     ///< over H; our choice: two rows of buildings and streets
constexpr double drag_length = 1.5;         ///< over H; Coceal & Belcher 2004: L_c / 2 at lambda_f = 0.25, C_D = 2
constexpr double isolated_density = 0.087;  ///< [1] Oke 1988
constexpr double skimming_density = 0.174;  ///< [1] Oke 1988
constexpr double sublayer_top = 2;          ///< over H; Roth 2000
constexpr double macdonald_a = 4.43;        ///< [1] Macdonald et al. 1998, staggered cubes
constexpr double macdonald_drag = 1.2;      ///< C_D [1] Macdonald et al. 1998
constexpr double canopy_attenuation = 9.6;  ///< a / lambda_f [1] Macdonald 2000
constexpr std::size_t rows_per_block = 8;

/// What is averaged: plan area, built volume, frontal area, wall area and frontal area of small blocks, per ground
/// area.
enum Density { plan, volume, frontal, walls, small_frontal, n_densities };
using Densities = std::array<std::vector<double>, n_densities>;

Densities raw_densities(mesh::CityMesh const& mesh, std::vector<SmallBlock> const& small_blocks, Direction wind) {
    std::size_t const nx = mesh.nx();
    std::size_t const ny = mesh.ny();
    double const dx = mesh.cell_size();
    Densities sums;
    sums.fill(std::vector<double>(nx * ny, 0.0));
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const dz = mesh.layer_thickness(k);
        auto const solid = [&](std::size_t i, std::size_t j) {
            return 1 - mesh.free_volume_fraction(mesh.cell({i, j, k}));
        };
        // A wall between two columns counts half for each; facing the wind when it is more solid downwind.
        auto const add_wall = [&](std::size_t a, std::size_t b, double rise, double component) {
            double const facing = std::max(rise * component, 0.0) * dz / dx / 2;
            double const area = std::abs(rise) * dz / dx / 2;
            for (std::size_t const column : {a, b}) {
                sums[frontal][column] += facing;
                sums[walls][column] += area;
            }
        };
        for (std::size_t j = 0; j < ny; ++j)
            for (std::size_t i = 0; i < nx; ++i) {
                std::size_t const column = j * nx + i;
                double const here = solid(i, j);
                sums[plan][column] = std::max(sums[plan][column], here);
                sums[volume][column] += here * dz;
                if (i + 1 < nx) add_wall(column, column + 1, solid(i + 1, j) - here, wind.east);
                if (j + 1 < ny) add_wall(column, column + nx, solid(i, j + 1) - here, wind.north);
            }
    }
    for (auto const& block : small_blocks) sums[small_frontal][block.column] += block.frontal_area / (dx * dx);
    return sums;
}

/// Means over n cells to both sides along lines of `length` values `stride` apart; what lies outside is left out.
void box_filter(std::vector<double>& field, std::size_t n_lines, std::size_t line_stride, std::size_t length,
                std::size_t stride, std::size_t n) {
    std::vector<double> sums(length + 1, 0.0);
    for (std::size_t line = 0; line < n_lines; ++line) {
        double* const values = field.data() + line * line_stride;
        for (std::size_t i = 0; i < length; ++i) sums[i + 1] = sums[i] + values[i * stride];
        for (std::size_t i = 0; i < length; ++i) {
            std::size_t const low = i > n ? i - n : 0;
            std::size_t const high = std::min(length, i + n + 1);
            values[i * stride] = (sums[high] - sums[low]) / static_cast<double>(high - low);
        }
    }
}

/// Value between the middles of columns, at cell coordinates; the nearest one outside.
double bilinear(std::vector<double> const& field, std::size_t nx, std::size_t ny, double x, double y) {
    double const cx = std::clamp(x, 0.0, static_cast<double>(nx - 1));
    double const cy = std::clamp(y, 0.0, static_cast<double>(ny - 1));
    auto const i = std::min(static_cast<std::size_t>(cx), nx - 2);
    auto const j = std::min(static_cast<std::size_t>(cy), ny - 2);
    double const fx = cx - static_cast<double>(i);
    double const fy = cy - static_cast<double>(j);
    double const* const low = field.data() + j * nx + i;
    double const* const high = low + nx;
    return (1 - fy) * ((1 - fx) * low[0] + fx * low[1]) + fy * ((1 - fx) * high[0] + fx * high[1]);
}

UrbanCanopy::Column describe(std::array<double, n_densities> const& mean, GroundRoughness ground) {
    UrbanCanopy::Column column;
    double const frontal_density = std::max(mean[frontal], mean[small_frontal]);
    if (mean[plan] <= 0 || frontal_density <= isolated_density) return column;
    double const share = std::min(mean[plan], 0.95);  // a closed roof leaves no street to describe
    column.weight = std::min(1.0, (frontal_density - isolated_density) / (skimming_density - isolated_density));
    column.height = mean[volume] / mean[plan];
    double const free = (1 - share) * std::pow(macdonald_a, -share);  // 1 - d/H, eq. 23
    double const drag = 0.5 * macdonald_drag / (constants::von_karman * constants::von_karman) * free * frontal_density;
    column.displacement = std::max(ground.displacement, (1 - free) * column.height);
    column.roughness = std::max(ground.length, free * std::exp(-1 / std::sqrt(drag)) * column.height);  // eq. 26
    double const aspect = mean[walls] / (2 * (1 - share));
    column.attenuation = aspect / 2 + canopy_attenuation * mean[small_frontal];
    return column;
}

}  // namespace

UrbanCanopy::UrbanCanopy(mesh::CityMesh const& mesh, std::vector<SmallBlock> const& small_blocks, Direction wind,
                         GroundRoughness ground, Parallel const& parallel)
    : ground_(ground), columns_(mesh.nx() * mesh.ny()) {
    if (!mesh.has_buildings()) return;
    std::size_t const nx = mesh.nx();
    std::size_t const ny = mesh.ny();
    Densities fields = raw_densities(mesh, small_blocks, wind);
    double built = 0;
    double area = 0;
    for (std::size_t n = 0; n < columns_.size(); ++n) {
        built += fields[volume][n];
        area += fields[plan][n];
    }
    if (area <= 0) return;
    double const height = built / area;
    auto const n = static_cast<std::size_t>(std::lround(square_half_width * height / mesh.cell_size()));
    for (auto& field : fields) {
        box_filter(field, ny, nx, nx, 1, n);
        box_filter(field, nx, 1, ny, nx, n);
    }
    double const length = drag_length * height / mesh.cell_size();  // in cells
    double const step = std::max(0.5, length / 6);
    int const n_steps = static_cast<int>(4 * length / step) + 1;
    parallel.for_blocks(ny, rows_per_block, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j)
            for (std::size_t i = 0; i < nx; ++i) {
                std::array<double, n_densities> mean{};
                double total = 0;
                for (int m = 0; m < n_steps; ++m) {
                    double const s = (m + 0.5) * step;
                    double const weight = std::exp(-s / length);
                    double const x = static_cast<double>(i) - s * wind.east;
                    double const y = static_cast<double>(j) - s * wind.north;
                    for (std::size_t d = 0; d < n_densities; ++d) mean[d] += weight * bilinear(fields[d], nx, ny, x, y);
                    total += weight;
                }
                for (double& value : mean) value /= total;
                columns_[j * nx + i] = describe(mean, ground);
            }
    });
}

double UrbanCanopy::roof_share(Column const& column, double z) const {
    double const top = sublayer_top * column.height;
    if (z >= top) return 1;
    double const before = (z - ground_.displacement) / ground_.length;
    double const after = (z - column.displacement) / column.roughness;
    if (before <= 1) return 1;  // there is no wind to slow
    if (after <= 1) return 0;
    double const slowed = std::log(after) / std::log((top - column.displacement) / column.roughness);
    double const undisturbed = std::log(before) / std::log((top - ground_.displacement) / ground_.length);
    return std::min(1.0, slowed / undisturbed);
}

double UrbanCanopy::speed(Column const& column, double z, double free, double free_at_roof) const {
    if (column.weight <= 0) return free;
    double slowed = free;
    if (z >= column.height)
        slowed = free * roof_share(column, z);
    else
        slowed = std::min(free, free_at_roof * roof_share(column, column.height) *
                                    std::exp(-column.attenuation * (1 - z / column.height)));
    return free + column.weight * (slowed - free);
}

}  // namespace hacthanh::wind::detail
