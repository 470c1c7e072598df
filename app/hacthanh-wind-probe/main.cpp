/// `hacthanh-wind-probe`: the wind at given points around given buildings, for validation against measurements.
///
/// Reads one JSON document on standard input and writes one on standard output (tools/validation/wind.py): mesh,
/// buildings and wind as in app/probe/case_input.hpp, points [[x, y, z]..], threads
/// -> u, v, w and the fluctuations sigma_u (along), sigma_v (across), sigma_w (up) [m/s] (null in walls) at the points;
/// report. Lengths in metres, x to the east.

#include "app/probe/case_input.hpp"
#include "app/probe/cell_weights.hpp"
#include "app/probe/serve.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/wind/mass_consistent_wind.hpp"

#include <array>

namespace {

using namespace hacthanh;  // NOLINT: short names for the whole program
using nlohmann::json;

/// Wind in the middle of a cell.
std::array<double, 3> wind_in(state::WindField const& wind, mesh::CellIndex c) {
    return {0.5 * (wind.x()[wind.x_face(c.i, c.j, c.k)] + wind.x()[wind.x_face(c.i + 1, c.j, c.k)]),
            0.5 * (wind.y()[wind.y_face(c.i, c.j, c.k)] + wind.y()[wind.y_face(c.i, c.j + 1, c.k)]),
            0.5 * (wind.z()[wind.z_face(c.i, c.j, c.k)] + wind.z()[wind.z_face(c.i, c.j, c.k + 1)])};
}

json solve(json const& input) {
    constexpr double schmidt_number = 1;  // of no consequence for the wind
    Parallel const parallel(input.value("threads", 0));
    auto const city = probe::read_buildings(input);
    auto const blocked = mesh::block_buildings(probe::read_mesh(input), city, {}, parallel);
    auto const profile = probe::read_inflow(input, blocked.mesh, schmidt_number);
    Stopwatch watch;
    wind::MassConsistentWind const solver(blocked.mesh, city, {}, schmidt_number, parallel);
    double const setup_s = watch.seconds();
    auto const solution = solver.solve_with_zones(profile);
    double const solve_s = watch.seconds() - setup_s;
    auto const turbulence = solver.particle_turbulence(solution.flow.wind, profile);
    std::array<mesh::CellField<float> const*, 3> const fluctuations{&turbulence.sigma_along, &turbulence.sigma_across,
                                                                    &turbulence.sigma_up};
    constexpr std::array names{"u", "v", "w", "sigma_u", "sigma_v", "sigma_w"};
    json output;
    for (char const* name : names) output[name] = json::array();
    for (auto const& point : input.at("points")) {
        auto const weights = probe::weights_at(blocked.mesh, point[0], point[1], point[2]);
        std::array<double, names.size()> sum{};
        for (auto const& [cell, weight] : weights) {
            auto const speed = wind_in(solution.flow.wind, cell);
            for (std::size_t n = 0; n < 3; ++n) {
                sum[n] += weight * speed[n];
                sum[n + 3] += weight * static_cast<double>((*fluctuations[n])[blocked.mesh.cell(cell)]);
            }
        }
        for (std::size_t n = 0; n < names.size(); ++n)
            output[names[n]].push_back(weights.empty() ? json() : json(sum[n]));
    }
    output["report"] = {{"cells", blocked.mesh.n_cells()},
                        {"iterations", solution.report.iterations},
                        {"relative_residual", solution.report.relative_residual},
                        {"cell_imbalance", solution.report.cell_imbalance},
                        {"setup_s", setup_s},
                        {"solve_s", solve_s}};
    return output;
}

}  // namespace

int main() {
    hacthanh::flush_denormals_to_zero();
    return hacthanh::probe::serve(solve);
}
