/// Rows of transfer functions on the whole of Thanh Hoá: how long one takes, by either side.
///
/// Usage: bench_rows CITY [--cell-size M] [--rows N] [--threads N] [--adjoint] [--json FILE]
/// Checks its answer: what one place gives to another is the same by a forward and by an adjoint solution.

#include "io/city_folder.hpp"
#include "sim/answers/adjoint_rows.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/wind/mass_consistent_wind.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace {

using namespace hacthanh;

struct Settings {
    std::string city;
    double cell_size_m = 20;
    std::size_t levels = 30;
    double side_m = 6000;
    double wind_from_deg = 30;
    std::size_t rows = 32;
    double tolerance = 1e-7;
    bool adjoint = false;
    int threads = 0;
    std::string json;
};

/// Neutral air, 1.6 m/s at 10 m.
state::InflowProfile neutral(mesh::CityMesh const& mesh, double wind_from_deg) {
    constexpr double roughness = 0.5, speed = 1.6, height = 10, kappa = 0.4;
    state::InflowProfile profile;
    profile.wind_from_deg = wind_from_deg;
    profile.friction_velocity = speed * kappa / std::log(height / roughness);
    profile.roughness_length = roughness;
    profile.mixing_height = 1000;
    profile.vertical_diffusivity.push_back(0);
    double const mixing = kappa * profile.friction_velocity;
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const z = mesh.z_centre(k);
        profile.speed.push_back(profile.friction_velocity / kappa * std::log(std::max(z / roughness, 2.0)));
        profile.horizontal_diffusivity.push_back(mixing * z);
        profile.vertical_diffusivity.push_back(k + 1 < mesh.nz() ? mixing * mesh.z_faces()[k + 1] : 0);
    }
    return profile;
}

/// Cells of the lowest layer with air, at random.
std::vector<answers::CellShares> places(mesh::CityMesh const& mesh, std::size_t n, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<answers::CellShares> found;
    while (found.size() < n) {
        std::size_t const cell = random() % (mesh.nx() * mesh.ny());
        if (mesh.free_volume_fraction(cell) > 0.5) found.push_back({{cell, 1.0}});
    }
    return found;
}

}  // namespace

int main(int argc, char** argv) {
    flush_denormals_to_zero();
    Settings s;
    CLI::App command("Benchmark of the rows of transfer functions");
    command.add_option("city", s.city, "City folder")->required();
    command.add_option("--cell-size", s.cell_size_m, "[m]");
    command.add_option("--levels", s.levels, "Layers");
    command.add_option("--side", s.side_m, "Of the square around (3000, 3000) [m]");
    command.add_option("--wind-from", s.wind_from_deg, "[degrees]");
    command.add_option("--rows", s.rows, "How many are solved");
    command.add_option("--tolerance", s.tolerance, "Of the relative residual");
    command.add_flag("--adjoint", s.adjoint, "By receptors, not by sources");
    command.add_option("--threads", s.threads, "0 = all");
    command.add_option("--json", s.json, "Write the numbers here");
    CLI11_PARSE(command, argc, argv);

    Parallel const parallel(s.threads);
    auto const city = io::read_city_folder(s.city).city;
    mesh::MeshOptions options;
    options.cell_size_m = s.cell_size_m;
    options.levels = static_cast<int>(s.levels);
    options.top_m = 500;
    double const half = 0.5 * s.side_m;
    mesh::CityMesh const open({3000 - half, 3000 - half, 3000 + half, 3000 + half}, options);
    auto const mesh = mesh::block_buildings(open, city.buildings, {}, parallel).mesh;
    wind::MassConsistentWind const wind(mesh, city.buildings, {}, 0.8, parallel);
    auto const flow = wind.solve_with_zones(neutral(mesh, s.wind_from_deg)).flow;
    Stopwatch const assembly;
    dispersion::LinearTransport const transport(dispersion::LinearScheme::second_order, flow, mesh);
    double const assembly_s = assembly.seconds();

    auto const from = places(mesh, s.rows, 1), to = places(mesh, 50, 2);
    Stopwatch const watch;
    double const cpu = cpu_seconds();
    auto const rows = s.adjoint ? answers::adjoint_rows(transport, to, from, s.tolerance, parallel)
                                : answers::forward_rows(transport, from, to, s.tolerance, parallel);
    double const seconds = watch.seconds();
    double const cpu_s = cpu_seconds() - cpu;
    std::vector<answers::CellShares> const one{from.front()};  // once more by the other side, one vector alone
    auto const other = s.adjoint ? answers::forward_rows(transport, to, one, s.tolerance, parallel)
                                 : answers::adjoint_rows(transport, one, to, s.tolerance, parallel);
    double greatest = 0, error = 0;
    for (std::size_t n = 0; n < to.size(); ++n) {
        double const here = s.adjoint ? rows[0][n] : rows[n][0], there = s.adjoint ? other[0][n] : other[n][0];
        greatest = std::max(greatest, std::abs(here));
        error = std::max(error, std::abs(here - there));
    }
    if (!(error <= 1e-3 * greatest)) {
        std::fprintf(stderr, "forward and adjoint differ by %g of %g\n", error, greatest);
        return 1;
    }
    nlohmann::ordered_json const result = {
        {"cells", transport.cells().size()},
        {"nonzeros", transport.matrix().nonZeros()},
        {"assembly_s", assembly_s},
        {"threads", parallel.n_threads()},
        {"side", s.adjoint ? "adjoint" : "forward"},
        {"rows", s.rows},
        {"seconds", seconds},
        {"seconds_per_row", seconds / static_cast<double>(s.rows)},
        {"cpu_seconds_per_row", cpu_s / static_cast<double>(s.rows)},
        {"forward_against_adjoint", error / greatest},
    };
    std::printf("%s\n", result.dump(2).c_str());
    if (!s.json.empty()) std::ofstream(s.json) << result.dump(2) << '\n';
    return 0;
}
