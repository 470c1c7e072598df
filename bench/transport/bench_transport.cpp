// How fast is the transport? Checks its answer first: mass budget, no negative value, same bits for 1 and N threads.
//
// Usage: bench_transport [--cells N] [--species N] [--threads N] [--json FILE]

#include "bench/baselines/transport/prototype.hpp"
#include "bench/transport/workload.hpp"
#include "bench/wind/triad.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/dispersion/finite_volume_transport.hpp"
#include "sim/dispersion/particle_transport.hpp"
#include "sim/dispersion/remembering_transport.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace {

using namespace hacthanh;

struct Settings {
    std::size_t cells = 300;
    std::size_t species = 6;
    int threads = 0;
    int rounds = 7;
    std::string json;
};

struct Best {
    double seconds = 1e300;
    void take(double other) { seconds = std::min(seconds, other); }
};

/// What a workload is worth after some calls.
struct Outcome {
    state::ConcentrationField field;
    double worst_budget_error = 0;
    double least = 0;
    std::vector<double> cpu_per_step;
    std::vector<double> wall_per_step;
    double longest_step = 0;
    char const* kernels = "";
};

Outcome run(bench::Workload& workload, int n_threads, int calls, int steps_per_call) {
    Parallel const parallel(n_threads);
    std::size_t const n_species = workload.emission.n_species();
    dispersion::FiniteVolumeTransport model({}, workload.flow, workload.mesh(), workload.removal, parallel);
    Outcome outcome{state::ConcentrationField(workload.mesh(), std::vector<std::string>(n_species, "species")),
                    0,
                    0,
                    {},
                    {},
                    model.longest_step_s(),
                    model.kernel_name()};
    workload.emission.duration_s = model.longest_step_s() * steps_per_call;
    std::vector<double> supplied(n_species, 0.0);
    std::vector<double> lost(n_species, 0.0);
    state::InflowConcentration const inflow(n_species, 1e-8);
    for (int call = 0; call < calls; ++call) {
        Stopwatch const wall;
        double const cpu = cpu_seconds();
        auto const report = model.advance(outcome.field, workload.emission, inflow, workload.emission.duration_s);
        outcome.cpu_per_step.push_back((cpu_seconds() - cpu) / static_cast<double>(report.steps));
        outcome.wall_per_step.push_back(wall.seconds() / static_cast<double>(report.steps));
        for (std::size_t s = 0; s < n_species; ++s) {
            auto const& exchange = report.species[s];
            supplied[s] += exchange.emitted + exchange.inflow;
            lost[s] += exchange.outflow + exchange.deposited;
            outcome.worst_budget_error = std::max(outcome.worst_budget_error,
                                                  std::abs(supplied[s] - lost[s] - exchange.in_domain) / supplied[s]);
        }
    }
    for (auto const& field : outcome.field.species)
        outcome.least = std::min(outcome.least, static_cast<double>(*std::ranges::min_element(field.values())));
    return outcome;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

bool same_bits(Outcome const& a, Outcome const& b) {
    for (std::size_t s = 0; s < a.field.species.size(); ++s) {
        auto const left = a.field.species[s].values();
        if (std::memcmp(left.data(), b.field.species[s].values().data(), left.size_bytes()) != 0) return false;
    }
    return true;
}

/// CPU seconds of the plain loop for one species and step.
double plain_seconds(bench::Workload const& workload) {
    mesh::CellField<float> from(workload.mesh(), "from", "", 1.0F);
    mesh::CellField<float> to(workload.mesh(), "to", "");
    std::vector<double> seconds;
    for (int round = 0; round < 5; ++round) {
        double const start = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
        bench::plain_step(workload, from.data(), to.data(), 1e-3);
        seconds.push_back(cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - start);
    }
    if (!std::isfinite(to[to.mesh().cell({1, 1, 1})])) throw std::runtime_error("the plain loop gives no number");
    return median(seconds);
}

nlohmann::json measure(bench::Workload workload, Settings const& settings, double triad) {
    Outcome const one = run(workload, 1, settings.rounds, 4);
    Outcome const many = run(workload, std::max(2, settings.threads), settings.rounds, 4);
    bool const same = same_bits(one, many);
    if (one.worst_budget_error > 1e-6 || one.least < 0 || !same)
        throw std::runtime_error(
            fmt::format("{}: wrong answer, no time: budget error {:.2g}, least value {:.2g}, same bits {}",
                        workload.name, one.worst_budget_error, one.least, same));
    double const work = static_cast<double>(workload.mesh().n_cells() * settings.species);
    double const rate = work / median(one.cpu_per_step);
    double const plain = static_cast<double>(workload.mesh().n_cells()) / plain_seconds(workload);
    double const traffic_bytes = 8;  // one read and one write of every value
    fmt::print("{:14} {:>9} cells x {} species, step <= {:.2f} s, {}\n", workload.name, workload.mesh().n_cells(),
               settings.species, one.longest_step, one.kernels);
    fmt::print("  answer: budget error {:.1e}, least value {:.1g}, 1 and {} threads: same bits\n",
               one.worst_budget_error, one.least, std::max(2, settings.threads));
    fmt::print("  {:7.1f} M cell-species/s per thread (1 thread, CPU time); {:.1f} (wall)\n", rate * 1e-6,
               1e-6 * work / median(one.wall_per_step));
    fmt::print("  {:7.1f} M cell-species/s on {} threads (wall)\n", 1e-6 * work / median(many.wall_per_step),
               std::max(2, settings.threads));
    fmt::print(
        "  {:7.2f} x the plain loop ({:.1f} M); {:.0f} % of triad bandwidth ({:.1f} GB/s) at {} bytes a value\n\n",
        rate / plain, plain * 1e-6, 100 * rate * traffic_bytes * 1e-9 / triad, triad, traffic_bytes);
    return {{"cells", workload.mesh().n_cells()},
            {"species", settings.species},
            {"longest_step_s", one.longest_step},
            {"cell_species_per_s_per_thread", rate},
            {"cell_species_per_s_threads", work / median(many.wall_per_step)},
            {"plain_loop", {{"cell_species_per_s", plain}}},
            {"over_plain_loop", rate / plain},
            {"triad_share", rate * traffic_bytes * 1e-9 / triad},
            {"mass_budget_relative_error", one.worst_budget_error},
            {"least_value", one.least}};
}

/// Ours beside the prototype on the same grid and kind of city, by turns, the best round of each: one thread in CPU
/// time; two threads against one in wall time.
nlohmann::json compare_with_prototype(Settings const& settings, double triad) {
    bench::Workload workload = bench::block_city(settings.species);
    mesh::CityMesh const& mesh = workload.mesh();
    Outcome const one = run(workload, 1, 2, 4);
    Outcome const two = run(workload, 2, 2, 4);
    if (one.worst_budget_error > 1e-6 || one.least < 0 || !same_bits(one, two))
        throw std::runtime_error(fmt::format("block_city: wrong answer, no time: budget error {:.2g}, least {:.2g}",
                                             one.worst_budget_error, one.least));
    bench::TransportPrototype prototype(static_cast<int>(mesh.nx()), static_cast<int>(mesh.ny()),
                                        static_cast<int>(mesh.nz()), static_cast<int>(settings.species));
    Best ours, theirs, wall_one, wall_two;
    for (int round = 0; round < settings.rounds; ++round) {
        Outcome const single = run(workload, 1, 2, 4);
        ours.take(single.cpu_per_step.back());
        wall_one.take(single.wall_per_step.back());
        wall_two.take(run(workload, 2, 2, 4).wall_per_step.back());
        for (int step = 0; step < 4; ++step) theirs.take(prototype.step_cpu_s());
    }
    double const work = static_cast<double>(mesh.n_cells() * settings.species);
    constexpr double bytes = 15.5;  // of a cell and species: read, write, and a share of the flow
    fmt::print("block_city: {:.1f} M cell-species/s per thread, the prototype {:.1f}; two threads over one {:.2f}\n",
               1e-6 * work / ours.seconds, 1e-6 * work / theirs.seconds, wall_one.seconds / wall_two.seconds);
    return {{"cells", mesh.n_cells()},
            {"species", settings.species},
            {"cell_species_per_s_per_thread", work / ours.seconds},
            {"transport_vs_prototype", theirs.seconds / ours.seconds},
            {"stream_fraction", work / ours.seconds * bytes * 1e-9 / triad},
            {"thread_scaling_2", wall_one.seconds / wall_two.seconds},
            {"mass_budget_relative_error", one.worst_budget_error},
            {"baseline", {{"prototype_cell_species_per_s_per_thread", work / theirs.seconds}}}};
}

/// Eddies that live as long everywhere; only their lifetime counts for the transport.
state::ParticleTurbulence eddies(mesh::CityMesh const& mesh, double lifetime_s) {
    constexpr double sigma = 0.5;
    double const schmidt_number = dispersion::DispersionOptions{}.schmidt_number;
    double const dissipation = 2 * sigma * sigma / (dispersion::structure_constant(schmidt_number) * lifetime_s);
    auto const field = [&](char const* name, double value) {
        return mesh::CellField<float>(mesh, name, "", static_cast<float>(value));
    };
    return {field("along", sigma), field("across", sigma), field("up", sigma), field("dissipation", dissipation)};
}

struct Account {
    double cpu_s = 0;
    double budget_error = 0;
    double least = 0;
};

/// Carries the block city's sources for a while. @param model  of one species
Account carry(dispersion::DispersionModel& model, bench::Workload const& workload, double duration_s) {
    constexpr int calls = 4;
    state::ConcentrationField field(workload.mesh(), {"species"});
    auto emission = workload.emission;
    emission.duration_s = duration_s / calls;
    Account account;
    double supplied = 0, lost = 0;
    for (int call = 0; call < calls; ++call) {
        double const cpu = cpu_seconds();
        auto const exchange = model.advance(field, emission, {0.0}, emission.duration_s).species[0];
        account.cpu_s += cpu_seconds() - cpu;
        supplied += exchange.emitted + exchange.inflow;
        lost += exchange.outflow + exchange.deposited;
        account.budget_error = std::abs(supplied - lost - exchange.in_domain) / supplied;
    }
    account.least = static_cast<double>(*std::ranges::min_element(field.species[0].values()));
    return account;
}

/// What fluxes with memory cost beside a diffusivity for the same minute of the block city, one species, one thread.
nlohmann::json compare_with_memory() {
    constexpr double minute = 60, lifetime_s = 10;
    bench::Workload const workload = bench::block_city(1);
    Parallel const one(1);
    dispersion::DispersionOptions options;
    dispersion::FiniteVolumeTransport plain(options, workload.flow, workload.mesh(), workload.removal, one);
    dispersion::RememberingTransport remembering(options, workload.flow, eddies(workload.mesh(), lifetime_s),
                                                 workload.mesh(), workload.removal, one);
    Account const without = carry(plain, workload, minute), with = carry(remembering, workload, minute);
    if (with.budget_error > 1e-6 || with.least < 0)
        throw std::runtime_error(fmt::format("memory: wrong answer, no time: budget error {:.2g}, least {:.2g}",
                                             with.budget_error, with.least));
    double const steps = minute / std::min(minute, remembering.longest_step_s());
    double const rate = static_cast<double>(workload.mesh().n_cells()) * steps / with.cpu_s;
    fmt::print("memory: {:.1f} M cell-species/s and step of mixing; the same minute costs {:.1f} times as much\n",
               1e-6 * rate, with.cpu_s / without.cpu_s);
    return {{"cell_species_per_s_per_thread", rate},
            {"over_plain", with.cpu_s / without.cpu_s},
            {"longest_step_s", remembering.longest_step_s()},
            {"longest_step_without_s", plain.longest_step_s()},
            {"mass_budget_relative_error", with.budget_error}};
}

double triad_bandwidth() {
    bench::Triad triad;
    Parallel const one(1);
    double best = 0;
    for (int round = 0; round < 7; ++round) best = std::max(best, triad.measure(one));
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    flush_denormals_to_zero();
    Settings settings;
    CLI::App command("Speed of the finite-volume transport");
    command.add_option("--cells", settings.cells, "cells along x and y")->check(CLI::Range(16, 4000));
    command.add_option("--species", settings.species)->check(CLI::Range(1, 64));
    command.add_option("--threads", settings.threads, "0 = 2");
    command.add_option("--rounds", settings.rounds, "timed calls of 4 steps")->check(CLI::Range(1, 1000));
    command.add_option("--json", settings.json, "also write the numbers to this file");
    CLI11_PARSE(command, argc, argv);
    try {
        double const triad = triad_bandwidth();
        nlohmann::json result{{"triad_gb_per_s", triad}};
        result["city_morning"] = measure(bench::city_morning(settings.cells, settings.species), settings, triad);
        result["swirling_city"] = measure(bench::swirling_city(settings.cells, settings.species), settings, triad);
        result["block_city"] = compare_with_prototype(settings, triad);
        result["flux_memory"] = compare_with_memory();
        if (!settings.json.empty()) std::ofstream(settings.json) << result.dump(2) << '\n';
    } catch (std::exception const& failure) {
        fmt::print(stderr, "bench_transport: {}\n", failure.what());
        return 1;
    }
    return 0;
}
