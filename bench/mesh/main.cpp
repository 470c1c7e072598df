// How fast are buildings cut into a mesh? Checks its answer first: building volume before and after rounding, closed
// cells with closed faces, same bits for 1 and 2 threads.
//
// Usage: bench_mesh [--json FILE]
//
// The city is made up, as large as Luxembourg: 13,600 footprints on 13 km x 11 km, 20 m cells, 6 million of them.

#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/mesh/block_buildings.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <stdexcept>

namespace {

using namespace hacthanh;

constexpr std::size_t n_buildings = 13600;
constexpr city::Rectangle extent{0, 0, 13000, 11000};

mesh::CityMesh open_mesh() {
    mesh::MeshOptions options;
    options.cell_size_m = 20;
    options.levels = 17;
    options.first_layer_m = 3;
    options.top_m = 400;
    return {extent, options};
}

/// A regular polygon with `corners` corners and its courtyard, if any; long ones are streets of houses seen as one.
city::Building building(double x, double y, double half_length, double half_width, double angle, int corners) {
    city::Building made;
    auto const ring = [&](double scale, double turn) {
        city::Polyline points;
        for (int n = 0; n < corners; ++n) {
            double const at = 2 * std::numbers::pi * (n + 0.5) / corners * turn;
            double const u = scale * half_length * std::cos(at);
            double const v = scale * half_width * std::sin(at);
            points.push_back(
                {x + u * std::cos(angle) - v * std::sin(angle), y + u * std::sin(angle) + v * std::cos(angle)});
        }
        return points;
    };
    made.footprint.outer = ring(1, 1);
    if (half_width > 18) made.footprint.holes.push_back(ring(0.5, -1));
    return made;
}

/// Buildings that thin out from the centre, one on a lot of 52 m at most, so that none overlaps another.
std::vector<city::Building> made_up_city() {
    constexpr double lot = 52;
    struct Lot {
        double rank, x, y, from_centre;
    };
    std::mt19937 random(20);
    auto const uniform = [&](double low, double high) {
        return low + (high - low) * (static_cast<double>(random()) / 4294967296.0);
    };
    std::vector<Lot> lots;
    for (double y = 0.5 * lot; y + 0.5 * lot < extent.y_max; y += lot)
        for (double x = 0.5 * lot; x + 0.5 * lot < extent.x_max; x += lot) {
            double const from_centre = std::hypot(x - 6500, y - 5500) / 1000;
            lots.push_back({from_centre + uniform(0, 4), x, y, from_centre});
        }
    std::ranges::sort(lots, {}, &Lot::rank);
    lots.resize(n_buildings);
    std::vector<city::Building> city;
    for (auto const& at : lots) {
        double const half_length = uniform(6, 25);
        int const corners = 4 + 2 * static_cast<int>(uniform(0, 5));
        city.push_back(building(at.x, at.y, half_length, half_length * uniform(0.3, 1), uniform(0, 3), corners));
        city.back().height_m = uniform(4, 12 + 40 * std::exp(-at.from_centre));
        city.back().id = fmt::format("made-up/{}", city.size());
    }
    return city;
}

double peak_bytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

std::size_t stored_bytes(mesh::Openness const& openness) {
    return openness.cell.size() + openness.x_face.size() + openness.y_face.size() + openness.z_face.size();
}

bool same(mesh::Openness const& a, mesh::Openness const& b) {
    return a.cell == b.cell && a.x_face == b.x_face && a.y_face == b.y_face && a.z_face == b.z_face;
}

/// Throws unless the mesh keeps its promises.
void check(mesh::BlockedMesh const& done, mesh::BlockedMesh const& one_thread) {
    auto const& report = done.report;
    bool const volumes = std::abs(report.volume_error()) <= 1e-6 && std::abs(report.volume_change()) <= 1e-3 &&
                         report.worst_change <= 0.02 && report.overlap_volume <= 1e-9 * report.clipped_volume;
    bool const all = report.buildings == n_buildings;
    if (volumes && all && same(done.mesh.openness(), one_thread.mesh.openness())) return;
    throw std::runtime_error(fmt::format(
        "wrong answer, no time: {} buildings, volume error {:.2g}, change {:.2g}, worst building {:.2g} ({})",
        report.buildings, report.volume_error(), report.volume_change(), report.worst_change, report.worst_building));
}

nlohmann::json measure() {
    auto const city = made_up_city();
    mesh::CityMesh const open = open_mesh();
    auto const cells = static_cast<double>(open.n_cells());
    double const before = peak_bytes();
    Parallel const two(2);
    Stopwatch const wall;
    double const cpu = cpu_seconds();
    auto const done = mesh::block_buildings(open, city, {}, two);
    double const seconds = wall.seconds();
    double const cpu_used = cpu_seconds() - cpu;
    double const bytes = peak_bytes() - before;
    check(done, mesh::block_buildings(open, city, {}, Parallel(1)));
    auto const& report = done.report;
    return {{"footprints", city.size()},
            {"cells", open.n_cells()},
            {"meshing_s", seconds},
            {"meshing_cpu_s", cpu_used},
            {"bytes_per_cell", bytes / cells},
            {"stored_bytes_per_cell", static_cast<double>(stored_bytes(done.mesh.openness())) / cells},
            {"volume_error", std::abs(report.volume_error())},
            {"volume_change", std::abs(report.volume_change())},
            {"worst_building_change", report.worst_change},
            {"cut_cells", report.cut_cells},
            {"closed_cells", report.closed_cells},
            {"closed_slivers", report.closed_slivers},
            {"enclosed_cells", report.enclosed_cells}};
}

}  // namespace

int main(int argc, char** argv) {
    flush_denormals_to_zero();
    std::string json;
    CLI::App command("Speed of cutting buildings into the mesh");
    command.add_option("--json", json, "also write the numbers to this file");
    CLI11_PARSE(command, argc, argv);
    try {
        auto const result = measure();
        fmt::print("{}\n", result.dump(2));
        if (!json.empty()) std::ofstream(json) << result.dump(2) << '\n';
    } catch (std::exception const& failure) {
        fmt::print(stderr, "bench_mesh: {}\n", failure.what());
        return 1;
    }
    return 0;
}
