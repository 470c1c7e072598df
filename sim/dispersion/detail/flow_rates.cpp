#include "sim/dispersion/detail/flow_rates.hpp"

#include "sim/core/error.hpp"
#include "sim/dispersion/detail/transport_kernels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <string_view>

namespace hacthanh::dispersion::detail {
namespace {

/// Imbalance of a cell over the largest flux that a wind may have [1]; our choice: a thousand times what the wind's
/// projection leaves (theory/wind.md), and far below the rounding of the fields.
constexpr double closure = 1e-9;

/// Throws unless all values are finite (and >= 0 if asked); the message names what and where.
/// @param row, rows  length of the x rows and their number in a layer
template <class T>
void check(std::span<T const> values, std::size_t row, std::size_t rows, bool signed_values, std::string_view what) {
    for (std::size_t n = 0; n < values.size(); ++n) {
        T const value = values[n];
        if (std::isfinite(value) && (signed_values || value >= 0)) continue;
        throw SolverError(fmt::format("transport, before step 1: {} is {} at i = {}, j = {}, k = {} (must be finite{})",
                                      what, value, n % row, n / row % rows, n / row / rows,
                                      signed_values ? "" : " and not negative"));
    }
}

/// Throws unless the volume fluxes of every open cell balance to `closure` of the largest one.
void check_closure(state::WindField const& wind, mesh::CityMesh const& mesh, Parallel const& parallel) {
    double const dx = mesh.cell_size();
    std::size_t const layer = mesh.nx() * mesh.ny();
    std::vector<double> worst(mesh.nz(), 0.0);
    std::vector<std::size_t> where(mesh.nz(), 0);
    std::vector<double> largest(mesh.nz(), 0.0);
    parallel.for_blocks(mesh.nz(), 1, [&](std::size_t k, std::size_t) {
        double const side = dx * mesh.layer_thickness(k);
        auto const x = [&](std::size_t face) { return wind.x()[face] * mesh.x_aperture(face) * side; };
        auto const y = [&](std::size_t face) { return wind.y()[face] * mesh.y_aperture(face) * side; };
        auto const z = [&](std::size_t face) { return wind.z()[face] * mesh.z_aperture(face) * dx * dx; };
        for (std::size_t cell = k * layer; cell < (k + 1) * layer; ++cell) {
            std::size_t const i = cell % mesh.nx();
            std::size_t const j = cell / mesh.nx() % mesh.ny();
            double const west = x(wind.x_face(i, j, k)), east = x(wind.x_face(i + 1, j, k));
            double const south = y(wind.y_face(i, j, k)), north = y(wind.y_face(i, j + 1, k));
            double const below = k > 0 ? z(wind.z_face(i, j, k)) : 0.0, above = z(wind.z_face(i, j, k + 1));
            largest[k] = std::max({largest[k], std::abs(west), std::abs(south), std::abs(above)});
            double const sum = std::abs(east - west + north - south + above - below);
            if (sum <= worst[k] || !mesh.is_open(cell)) continue;
            worst[k] = sum;
            where[k] = cell;
        }
    });
    auto const k = static_cast<std::size_t>(std::ranges::max_element(worst) - worst.begin());
    double const scale = *std::ranges::max_element(largest);
    if (worst[k] <= closure * scale) return;
    std::size_t const cell = where[k];
    throw SolverError(
        fmt::format("transport, before step 1: the volume fluxes of cell i = {}, j = {}, k = {} sum up to {:.3g} m3/s, "
                    "{:.2g} of the "
                    "largest flux (at most {:.0e}): this wind would make or destroy mass",
                    cell % mesh.nx(), cell / mesh.nx() % mesh.ny(), k, worst[k], worst[k] / scale, closure));
}

void fill_x(FlowRates& rates, state::Flow const& flow, mesh::CityMesh const& mesh, std::size_t k, double cell_size) {
    auto const wind = flow.wind.x();
    auto const diffusivity = flow.turbulence.horizontal_diffusivity.values();
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i <= mesh.nx(); ++i) {
            std::size_t const face = flow.wind.x_face(i, j, k);
            double const aperture = mesh.x_aperture(face);
            rates.x_rate[face] = static_cast<float>(wind[face] * aperture / cell_size);
            if (i == 0 || i == mesh.nx()) continue;
            std::size_t const cell = mesh.cell({i, j, k});
            double const mean =
                0.5 * (static_cast<double>(diffusivity[cell - 1]) + static_cast<double>(diffusivity[cell]));
            rates.x_diffusion[face] =
                aperture > 0 ? static_cast<float>(mean * aperture / (cell_size * cell_size)) : wall;
        }
}

void fill_y(FlowRates& rates, state::Flow const& flow, mesh::CityMesh const& mesh, std::size_t k, double cell_size) {
    auto const wind = flow.wind.y();
    auto const diffusivity = flow.turbulence.horizontal_diffusivity.values();
    for (std::size_t j = 0; j <= mesh.ny(); ++j)
        for (std::size_t i = 0; i < mesh.nx(); ++i) {
            std::size_t const face = flow.wind.y_face(i, j, k);
            double const aperture = mesh.y_aperture(face);
            rates.y_rate[face] = static_cast<float>(wind[face] * aperture / cell_size);
            if (j == 0 || j == mesh.ny()) continue;
            std::size_t const cell = mesh.cell({i, j, k});
            double const mean =
                0.5 * (static_cast<double>(diffusivity[cell - mesh.nx()]) + static_cast<double>(diffusivity[cell]));
            rates.y_diffusion[face] =
                aperture > 0 ? static_cast<float>(mean * aperture / (cell_size * cell_size)) : wall;
        }
}

void fill_conductance(FlowRates& rates, state::Flow const& flow, mesh::CityMesh const& mesh, std::size_t level) {
    if (level == 0 || level == mesh.nz()) return;
    auto const diffusivity = flow.turbulence.vertical_diffusivity.z();
    std::size_t const layer = mesh.nx() * mesh.ny();
    double const distance = mesh.z_centre(level) - mesh.z_centre(level - 1);
    for (std::size_t face = level * layer; face < (level + 1) * layer; ++face) {
        double const aperture = mesh.z_aperture(face);
        rates.conductance[face] =
            aperture > 0 ? static_cast<float>(static_cast<double>(diffusivity[face]) * aperture / distance) : wall;
    }
}

/// Returns whether air moves through a face of this level.
bool fill_z(FlowRates& rates, state::Flow const& flow, mesh::CityMesh const& mesh, std::size_t level) {
    auto const wind = flow.wind.z();
    std::size_t const layer = mesh.nx() * mesh.ny();
    bool moving = false;
    for (std::size_t face = level * layer; level > 0 && face < (level + 1) * layer; ++face) {
        rates.z_speed[face] = static_cast<float>(wind[face] * mesh.z_aperture(face));
        moving = moving || rates.z_speed[face] != 0.0F;
    }
    return moving;
}

bool has_walls(FlowRates const& rates, mesh::CityMesh const& mesh, std::size_t k) {
    auto const any = [](AlignedArray<float> const& values, std::size_t row, std::size_t first, std::size_t count) {
        return std::any_of(values.data() + row * first, values.data() + row * (first + count),
                           [](float value) { return value < 0; });
    };
    return mesh.has_buildings() && (any(rates.x_diffusion, (mesh.nx() + 1) * mesh.ny(), k, 1) ||
                                    any(rates.y_diffusion, mesh.nx() * (mesh.ny() + 1), k, 1) ||
                                    any(rates.conductance, mesh.nx() * mesh.ny(), k, 2));
}

}  // namespace

void expect_usable_vertical_diffusivity(state::Flow const& flow, mesh::CityMesh const& mesh) {
    check(flow.turbulence.vertical_diffusivity.z(), mesh.nx(), mesh.ny(), false, "the vertical diffusivity of z face");
}

void expect_usable(state::Flow const& flow, mesh::CityMesh const& mesh) {
    auto const nx = mesh.nx();
    auto const ny = mesh.ny();
    check(flow.wind.x(), nx + 1, ny, true, "the wind through x face");
    check(flow.wind.y(), nx, ny + 1, true, "the wind through y face");
    check(flow.wind.z(), nx, ny, true, "the wind through z face");
    expect_usable_vertical_diffusivity(flow, mesh);
    check(flow.turbulence.horizontal_diffusivity.values(), nx, ny, false, "the horizontal diffusivity of cell");
}

float invertible(double fraction) {
    constexpr int neighbours = 8;  // 5e-7 of it at most; our choice
    float candidate = static_cast<float>(fraction);
    for (int n = 0; n < neighbours; ++n) candidate = std::nextafter(candidate, 0.0F);
    float best = candidate;
    double least = std::numeric_limits<double>::infinity();
    for (int n = 0; n <= 2 * neighbours; ++n, candidate = std::nextafter(candidate, 2.0F)) {
        double const surplus = std::abs(static_cast<double>(candidate) * static_cast<double>(1.0F / candidate) - 1.0);
        if (surplus >= least) continue;
        least = surplus;
        best = candidate;
    }
    return best;
}

FlowRates::FlowRates(state::Flow const& flow, mesh::CityMesh const& mesh, Parallel const& parallel)
    : x_rate(flow.wind.x().size() + slack),
      y_rate(flow.wind.y().size() + slack),
      z_speed(flow.wind.z().size() + slack),
      x_diffusion(x_rate.size()),
      y_diffusion(y_rate.size()),
      conductance(z_speed.size()),
      volume(mesh.n_cells() + slack, 1.0F) {
    expect_usable(flow, mesh);
    check_closure(flow.wind, mesh, parallel);
    std::atomic<bool> moving{false};
    parallel.for_blocks(mesh.nz() + 1, 1, [&](std::size_t level, std::size_t) {
        fill_conductance(*this, flow, mesh, level);
        if (fill_z(*this, flow, mesh, level)) moving = true;
        if (level == mesh.nz()) return;
        fill_x(*this, flow, mesh, level, mesh.cell_size());
        fill_y(*this, flow, mesh, level, mesh.cell_size());
        std::size_t const layer = mesh.nx() * mesh.ny();
        for (std::size_t cell = level * layer; cell < (level + 1) * layer; ++cell) {
            double const fraction = mesh.free_volume_fraction(cell);
            if (fraction > 0 && fraction < 1) volume[cell] = invertible(fraction);
        }
    });
    vertical_wind = moving;
    std::size_t const layer = mesh.nx() * mesh.ny();
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        walls.push_back(has_walls(*this, mesh, k) ? 1 : 0);
        full.push_back(std::all_of(volume.data() + k * layer, volume.data() + (k + 1) * layer,
                                   [](float fraction) { return fraction == 1.0F; })
                           ? 1
                           : 0);
    }
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const below = mesh.z_centre(k > 0 ? k - 1 : k);
        double const above = mesh.z_centre(k + 1 < mesh.nz() ? k + 1 : k);
        thickness.push_back(mesh.layer_thickness(k));
        per_thickness.push_back(static_cast<float>(1.0 / mesh.layer_thickness(k)));
        slope_weight.push_back(static_cast<float>(2.0 * mesh.layer_thickness(k) / (above - below)));
    }
}

void FlowRates::set_vertical_diffusivity(state::Flow const& flow, mesh::CityMesh const& mesh,
                                         Parallel const& parallel) {
    expect_usable_vertical_diffusivity(flow, mesh);
    parallel.for_blocks(mesh.nz(), 1,
                        [&](std::size_t level, std::size_t) { fill_conductance(*this, flow, mesh, level); });
}

}  // namespace hacthanh::dispersion::detail
