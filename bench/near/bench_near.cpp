// How fast are line source and particles? Both check their answers first, then run beside the prototypes, on one thread
// in CPU time, alternating, best of several rounds.
//
// Usage: bench_near [--rounds N] [--json FILE]

#include "bench/baselines/near/prototype.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/random.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/dispersion/detail/move_particles.hpp"
#include "sim/dispersion/detail/plume_fit.hpp"
#include "sim/dispersion/line_source.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

namespace {

using namespace hacthanh;
using nlohmann::json;

struct Best {
    double seconds = 1e300;
    template <class Work>
    void run(Work const& work) {
        double const before = cpu_seconds();
        work();
        seconds = std::min(seconds, cpu_seconds() - before);
    }
};

/// Streets of an 8 km town, receptors in blocks, as the prototype had them.
struct Town {
    static constexpr int n_segments = 2000;
    static constexpr int n_receptors = 20480;
    static constexpr double side = 8000;
    static constexpr double angle = 0.6;  // that the wind blows to, from east to north

    std::vector<bench::prototype::Segment> segments;
    bench::prototype::Receptors receptors;
    std::vector<dispersion::RoadPiece> pieces;
    std::vector<city::Point> places;

    Town() {
        std::mt19937_64 random(5);
        auto const u = [&] { return static_cast<float>(static_cast<double>(random() >> 11U) * 0x1p-53); };
        for (int n = 0; n < n_segments; ++n) {
            float const x = 8000 * u(), y = 8000 * u(), length = 40 + 160 * u();
            bool const across = u() < 0.5F;
            segments.push_back({x, y, x + (across ? length : 0.1F * length), y + (across ? 0.1F * length : length)});
            auto const& s = segments.back();
            pieces.push_back({{s.x1, s.y1}, {s.x2, s.y2}, 0});
        }
        int const blocks = n_receptors / bench::prototype::Receptors::block;
        receptors.blocks_per_row = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(blocks))));
        receptors.side = static_cast<float>(side / receptors.blocks_per_row);
        for (int b = 0; b < blocks; ++b)
            for (int n = 0; n < bench::prototype::Receptors::block; ++n) {
                receptors.x.push_back(receptors.side * (static_cast<float>(b % receptors.blocks_per_row) + u()));
                receptors.y.push_back(receptors.side * (static_cast<float>(b / receptors.blocks_per_row) + u()));
                places.push_back({receptors.x.back(), receptors.y.back()});
            }
    }
};

/// Mean of |difference| over the mean.
double error_of(std::vector<double> const& found, std::vector<double> const& exact) {
    double difference = 0;
    double sum = 0;
    for (std::size_t n = 0; n < exact.size(); ++n) {
        difference += std::abs(found[n] - exact[n]);
        sum += exact[n];
    }
    return difference / sum;
}

json lines(int rounds) {
    Town const town;
    Parallel const one(1);
    dispersion::SurfaceLayer const air{0.35, 0.3, 0, 0, 800, 0.665};
    double const from = 270 - Town::angle * 180 / std::acos(-1.0);
    std::vector<double> const rates(town.pieces.size(), 1.0);
    auto const model = [&](double tolerance) {
        return dispersion::LineSource(air, from, {dispersion::vehicle_wake(1.5, 7)}, 1.5, {tolerance, false});
    };
    auto const ours = model(0.1);
    std::vector<double> found;
    std::vector<float> theirs;
    Best ours_time;
    for (int round = 0; round < rounds; ++round)
        ours_time.run([&] { found = ours.concentrations(town.pieces, rates, 1, town.places, one)[0]; });
    // Each beside its own converged integral, on every 100th receptor.
    std::vector<std::size_t> some;
    for (std::size_t n = 0; n < town.places.size(); n += 100) some.push_back(n);
    auto const at_some = [&](auto const& values) {
        std::vector<double> there;
        for (std::size_t const n : some) there.push_back(static_cast<double>(values[n]));
        return there;
    };
    std::vector<city::Point> places;
    std::vector<double> theirs_exact;
    for (std::size_t const n : some) {
        places.push_back(town.places[n]);
        theirs_exact.push_back(
            bench::prototype::converged(town.segments, town.places[n].x, town.places[n].y, Town::angle, 256));
    }
    double const ours_error =
        error_of(at_some(found), model(1e-8).concentrations(town.pieces, rates, 1, places, one)[0]);
    if (!(ours_error < 0.02)) throw std::runtime_error(fmt::format("line source: error {}", ours_error));

    auto const measure = [&](auto const& variant) {
        Best time;
        for (int round = 0; round < rounds; ++round) {
            theirs.assign(town.places.size(), 0.0F);
            time.run([&] { variant(theirs); });
        }
        return std::pair(time.seconds, error_of(at_some(theirs), theirs_exact));
    };
    auto const angle = static_cast<float>(Town::angle);
    auto const erf =
        measure([&](std::vector<float>& c) { bench::prototype::erf_lines(town.segments, town.receptors, angle, c); });
    // The prototype's variant that converges, with as many nodes as it needs to be no worse than ours.
    auto const& rules = dispersion::detail::gauss_rules<float>();
    int nodes = 4;
    std::pair<double, double> gauss{0, 1};
    for (; nodes <= int(dispersion::detail::most_nodes); nodes *= 2) {
        std::size_t const first = std::size_t(nodes) * dispersion::detail::most_nodes;
        gauss = measure([&](std::vector<float>& c) {
            bench::prototype::gauss_lines(town.segments, town.receptors, angle, rules.node + first,
                                          rules.weight + first, nodes, c);
        });
        if (gauss.second <= ours_error || 2 * nodes > int(dispersion::detail::most_nodes)) break;
    }
    double const pairs = static_cast<double>(town.pieces.size()) * static_cast<double>(town.places.size());
    return {{"vs_prototype", gauss.first / ours_time.seconds},
            {"pairs_per_s", pairs / ours_time.seconds},
            {"error", ours_error},
            {"baseline",
             {{"prototype_nodes", nodes},
              {"prototype_pairs_per_s", pairs / gauss.first},
              {"prototype_error", gauss.second},
              {"prototype_erf_pairs_per_s", pairs / erf.first},
              {"prototype_erf_error", erf.second},
              {"vs_prototype_erf", erf.first / ours_time.seconds}}}};
}

/// The prototype's town: 1.6 million cells of 5 x 5 x 2.5 m, streets between blocks of 80 m.
struct Blocks {
    static constexpr int nx = 200, ny = 200, nz = 40;
    static bool solid(int i, int j, int k) { return k < 6 && i % 20 >= 4 && j % 20 >= 4; }
};

/// @param jumps  sigma differs by up to a fifth from what it is in the mean, from cell to cell and through the wind, as
///               between buildings; otherwise it changes with height alone, as the prototype's does
json particles(int rounds, bool jumps) {
    constexpr std::uint32_t count = 400000;
    constexpr int steps = 4;
    mesh::MeshOptions options;
    options.cell_size_m = 5;
    options.first_layer_m = 2.5;
    options.levels = Blocks::nz;
    options.top_m = 2.5 * Blocks::nz;
    mesh::CityMesh const mesh({0, 0, 5.0 * Blocks::nx, 5.0 * Blocks::ny}, options);
    bench::prototype::ParticleField field{Blocks::nx, Blocks::ny, Blocks::nz, 0.2F, 0.4F, {}};
    AlignedArray<dispersion::detail::CellRecord> cells(mesh.n_cells(), {});
    for (int k = 0; k < Blocks::nz; ++k)
        for (int j = 0; j < Blocks::ny; ++j)
            for (int i = 0; i < Blocks::nx; ++i) {
                bool const solid = Blocks::solid(i, j, k);
                float const speed = 2 + 0.1F * static_cast<float>(k);
                field.cells.insert(field.cells.end(),
                                   {solid ? 0 : speed, 0.3F * speed, 0, 0.6F, 0.4F, 0.1F, 0.01F, solid ? 0.0F : 1.0F});
                auto& cell = cells[mesh.cell({std::size_t(i), std::size_t(j), std::size_t(k)})];
                int const di[6] = {-1, 1, 0, 0, 0, 0}, dj[6] = {0, 0, -1, 1, 0, 0}, dk[6] = {0, 0, 0, 0, -1, 1};
                for (int f = 0; f < 6; ++f) {
                    int const a = i + di[f], b = j + dj[f], c = k + dk[f];
                    bool const inside = a >= 0 && a < Blocks::nx && b >= 0 && b < Blocks::ny && c < Blocks::nz;
                    std::uint32_t const kind = c < 0                             ? dispersion::detail::ground_face
                                               : !inside                         ? dispersion::detail::wall_face
                                               : Blocks::solid(a, b, c) || solid ? dispersion::detail::wall_face
                                                                                 : dispersion::detail::open_face;
                    cell.faces |= kind << (2 * f);
                    if (kind == dispersion::detail::open_face && f < 4)
                        cell.wind[f] = (f < 2 ? speed : 0.3F * speed) / 5;
                }
                float sigma[3] = {0.6F, 0.6F, 0.4F + 0.002F * static_cast<float>(k)};
                auto const words = philox({std::uint32_t(i), std::uint32_t(j), std::uint32_t(k), 0}, {3, 4});
                for (std::size_t a = 0; a < 3; ++a) {
                    if (jumps) sigma[a] *= 0.8F + 0.4F * uniform(words[a]);
                    cell.spread[a] = sigma[a] / (a < 2 ? 5.0F : 2.5F);
                    cell.log_sigma[a] = std::log(sigma[a]);
                    cell.inverse_time[a] = 0.1F;
                }
            }
    bench::prototype::Particles theirs;
    dispersion::detail::ParticleCloud cloud(1);
    for (std::uint32_t n = 0; cloud.size() < count; ++n) {
        // sorted: a row of cells after the other in the lowest eight layers
        auto const words = philox({n, 0, 0, 0}, {1, 2});
        std::uint64_t const at = std::uint64_t{n} * (Blocks::nx * Blocks::ny * 8) / (2 * count);
        int const i = int(at % Blocks::nx), j = int(at / Blocks::nx % Blocks::ny),
                  k = int(at / (Blocks::nx * Blocks::ny)) % 8;
        if (Blocks::solid(i, j, k)) continue;
        float const place[3] = {uniform(words[0]), uniform(words[1]), uniform(words[2])};
        float const still[3] = {0, 0, 0};
        float const mass[1] = {1};
        cloud.add(std::uint32_t(mesh.cell({std::size_t(i), std::size_t(j), std::size_t(k)})), place, still, 0, mass);
        theirs.x.push_back(5 * (float(i) + place[0]));
        theirs.y.push_back(5 * (float(j) + place[1]));
        theirs.z.push_back(2.5F * (float(k) + place[2]));
        for (auto* speed : {&theirs.u, &theirs.v, &theirs.w}) speed->push_back(0);
    }
    Parallel const one(1);
    auto twin = cloud;
    dispersion::detail::move_particles(twin, cells, mesh, 0.1, 42, 2.0, Parallel(2));
    Best ours_time;
    Best theirs_time;
    double taken = 0;
    for (int round = 0; round < rounds; ++round) {
        auto moved = cloud;
        ours_time.run([&] {
            taken = static_cast<double>(dispersion::detail::move_particles(moved, cells, mesh, 0.1, 42, 2.0, one));
        });
        auto const a = moved.arrays();
        auto const b = twin.arrays();
        for (std::size_t n = 0; n < moved.size(); ++n) {
            int const c = int(a.cell[n]);
            if (Blocks::solid(c % Blocks::nx, c / Blocks::nx % Blocks::ny, c / (Blocks::nx * Blocks::ny)))
                throw std::runtime_error("particles: one is inside a wall");
            if (a.cell[n] != b.cell[n] || a.place[2][n] != b.place[2][n] || a.speed[0][n] != b.speed[0][n])
                throw std::runtime_error("particles: one and two threads differ");
        }
        auto others = theirs;
        theirs_time.run([&] {
            for (int step = 0; step < steps; ++step)
                bench::prototype::advance(field, others, std::uint32_t(step), 42, 1.0F);
        });
    }
    double const ours_rate = taken / ours_time.seconds;
    double const theirs_rate = steps * static_cast<double>(count) / theirs_time.seconds;
    return {{"vs_prototype", ours_rate / theirs_rate},
            {"steps_per_s", ours_rate},
            {"kernel", dispersion::detail::best_particle_kernels().name},
            {"baseline", {{"prototype_steps_per_s", theirs_rate}}}};
}

}  // namespace

int main(int argc, char** argv) {
    hacthanh::flush_denormals_to_zero();
    int rounds = 5;
    std::string file;
    CLI::App app("Line source and particles beside their prototypes");
    app.add_option("--rounds", rounds, "Rounds of which the best counts");
    app.add_option("--json", file, "Write the numbers here");
    CLI11_PARSE(app, argc, argv);
    try {
        json found = {{"line_source", lines(rounds)}, {"particles", particles(rounds, false)}};
        found["particles"]["between_jumps"] = particles(rounds, true);
        if (!file.empty()) std::ofstream(file) << found.dump(2) << "\n";
        fmt::print("{}\n", found.dump(2));
        return 0;
    } catch (std::exception const& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
}
