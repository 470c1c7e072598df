// How fast is the projection? Checks its answer first, then measures it in one run beside the solvers that others use
// and this machine's memory. Times are wall time, the best of several rounds on both sides, without set-up on both.
// Ours includes what the others do not: measuring the wind's divergence and correcting the wind.
//
// Usage: bench_wind [--grid small|large|both] [--eigen-on-large] [--rounds N] [--json FILE]

#include "bench/baselines/wind/problem.hpp"
#include "bench/baselines/wind/solvers.hpp"
#include "bench/wind/city.hpp"
#include "bench/wind/triad.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/wind/projection.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>

#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace hacthanh;
using nlohmann::json;

constexpr int threads = 2;
constexpr double tolerance = 1e-6;
/// Traffic of one iteration in single precision without any fusion, a fixed yardstick [bytes per cell].
constexpr double bytes_per_cell_iteration = 210;

struct Settings {
    std::string grid = "both";
    bool eigen_on_large = false;
    int rounds = 7;
    std::string json;
};

struct Best {
    double seconds = 1e300;
    void take(double other) { seconds = std::min(seconds, other); }
};

/// Resident memory of this process [bytes].
double resident() {
    long pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> pages;
    return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// 2-norm of the cells' flux sums, anew from the definition and in double.
double divergence(state::WindField const& wind) {
    mesh::CityMesh const& mesh = wind.mesh();
    double const dx = mesh.cell_size();
    double squares = 0;
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const side = dx * mesh.layer_thickness(k);
        auto const x = [&](std::size_t f) { return wind.x()[f] * side * mesh.x_aperture(f); };
        auto const y = [&](std::size_t f) { return wind.y()[f] * side * mesh.y_aperture(f); };
        auto const z = [&](std::size_t f) { return wind.z()[f] * dx * dx * mesh.z_aperture(f); };
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const sum = x(wind.x_face(i + 1, j, k)) - x(wind.x_face(i, j, k)) + y(wind.y_face(i, j + 1, k)) -
                                   y(wind.y_face(i, j, k)) + z(wind.z_face(i, j, k + 1)) - z(wind.z_face(i, j, k));
                squares += sum * sum;
            }
    }
    return std::sqrt(squares);
}

/// Our solver, on one thread or two.
class Ours {
public:
    Ours(mesh::CityMesh const& mesh, state::WindField const& guess, bool close_fluxes)
        : parallel_(1), guess_(&guess), wind_(guess) {
        Stopwatch const watch;
        projection_.emplace(mesh, wind::ProjectionOptions{.relative_residual = tolerance, .close_fluxes = close_fluxes},
                            parallel_);
        set_up_seconds = watch.seconds();
    }

    double run(int n_threads) {
        if (parallel_.n_threads() != n_threads) parallel_ = Parallel(n_threads);
        std::ranges::copy(guess_->x(), wind_.x().begin());
        std::ranges::copy(guess_->y(), wind_.y().begin());
        std::ranges::copy(guess_->z(), wind_.z().begin());
        Stopwatch const watch;
        report = projection_->project(wind_);
        return watch.seconds();
    }
    state::WindField const& wind() const { return wind_; }

    wind::ProjectionReport report;
    double set_up_seconds = 0;

private:
    Parallel parallel_;
    state::WindField const* guess_;
    state::WindField wind_;
    std::optional<wind::Projection> projection_;
};

json in_json(bench::Outcome const& outcome) {
    return {{"seconds", outcome.seconds},
            {"iterations", outcome.iterations},
            {"final_relative_residual", outcome.relative_residual}};
}

/// SOR for 500 iterations and on to its floor, or as far as the time allows.
struct SorTimes {
    bench::Outcome at_500;
    bench::Outcome at_end;
    double per_iteration = 0;
    bool floor_reached = false;
};
SorTimes run_sor(bench::Problem const& problem, int most_iterations) {
    constexpr int batch = 20;
    bench::SorSolver sor(problem, threads);
    SorTimes times;
    Best best;
    double residual_100_before = 1;
    for (int done = 0; done < most_iterations && !times.floor_reached;) {
        double const seconds = times.at_end.seconds;
        times.at_end = sor.iterate(batch);
        best.take(times.at_end.seconds - seconds);
        done += batch;
        if (done == 500) times.at_500 = times.at_end;
        if (done % 100 > 0) continue;
        times.floor_reached = done > 500 && times.at_end.relative_residual > 0.95 * residual_100_before;
        residual_100_before = times.at_end.relative_residual;
    }
    times.per_iteration = best.seconds / batch;
    times.at_500.seconds = times.at_500.iterations * times.per_iteration;
    times.at_end.seconds = times.at_end.iterations * times.per_iteration;
    return times;
}

/// Best ratio over interleaved pairs, leaving out pairs whose slow side was disturbed by something else.
class PairedRatio {
public:
    /// @param slow, fast  seconds
    void take(double slow, double fast) {
        pairs_.emplace_back(slow, fast);
        least_slow_ = std::min(least_slow_, slow);
    }
    double best() const {
        double ratio = 0;
        for (auto const& [slow, fast] : pairs_)
            if (slow <= 1.1 * least_slow_) ratio = std::max(ratio, slow / fast);
        return ratio;
    }

private:
    std::vector<std::pair<double, double>> pairs_;
    double least_slow_ = 1e300;
};

json measure(std::size_t nx, std::size_t ny, std::size_t nz, bool with_eigen, int sor_iterations,
             Settings const& settings) {
    auto const mesh = bench::block_city(nx, ny, nz);
    auto const guess = bench::first_guess(mesh);
    auto const cells = static_cast<double>(mesh.n_cells());
    double const memory_before = resident();
    std::optional<Ours> ours(std::in_place, mesh, guess, false);
    ours->run(threads);
    double const memory = (resident() - memory_before) / cells;
    double const residual = divergence(ours->wind()) / divergence(guess);
    if (!(residual <= tolerance)) throw std::runtime_error(fmt::format("wrong answer, no time: residual {}", residual));
    auto const report = ours->report;

    auto const problem = bench::make_problem(mesh, guess);
    bench::PrototypeSolver prototype(problem, threads);
    bench::Triad triad;
    Best one, two, prototype_time;
    PairedRatio scaling, stream_scaling;
    double bandwidth = 0;
    bench::Outcome prototype_outcome;
    for (int round = 0; round < std::max(7, settings.rounds); ++round) {
        double const t1 = ours->run(1);
        double const t2 = ours->run(threads);
        one.take(t1);
        two.take(t2);
        scaling.take(t1, t2);
        double const stream_1 = triad.measure(Parallel(1));
        double const stream_2 = triad.measure(Parallel(threads));
        bandwidth = std::max(bandwidth, stream_2);
        stream_scaling.take(1 / stream_1, 1 / stream_2);
        prototype_outcome = prototype.solve();
        prototype_time.take(prototype_outcome.seconds);
    }
    prototype_outcome.seconds = prototype_time.seconds;
    double const set_up = ours->set_up_seconds;
    ours.reset();
    Best closed;
    ours.emplace(mesh, guess, true);
    for (int round = 0; round < 3; ++round) closed.take(ours->run(threads));
    auto const closure = ours->report;
    ours.reset();
    auto const sor = run_sor(problem, sor_iterations);
    double const fraction = bytes_per_cell_iteration * cells * report.iterations / two.seconds / (1e9 * bandwidth);
    json result{{"cells", mesh.n_cells()},
                {"relative_residual", residual},
                {"iterations", report.iterations},
                {"seconds", two.seconds},
                {"seconds_1_thread", one.seconds},
                {"seconds_closed", closed.seconds},
                {"closed_cell_imbalance", closure.cell_imbalance},
                {"closed_total_imbalance", closure.total_imbalance},
                {"set_up_seconds_1_thread", set_up},
                {"memory_bytes_per_cell", memory},
                {"speedup_vs_sor", sor.at_500.seconds / two.seconds},
                {"speedup_vs_sor_floor", sor.at_end.seconds / two.seconds},
                {"speedup_vs_prototype", prototype_time.seconds / two.seconds},
                {"stream_fraction", fraction},
                {"thread_scaling_2", scaling.best()},
                {"stream_scaling_2", stream_scaling.best()},
                {"stream_gb_per_s", bandwidth},
                {"baseline",
                 {{"sor_500", in_json(sor.at_500)},
                  {"sor_end", in_json(sor.at_end)},
                  {"sor_floor_reached", sor.floor_reached},
                  {"sor_cell_iterations_per_s_per_thread", cells / sor.per_iteration / threads},
                  {"prototype", in_json(prototype_outcome)}}}};
    if (with_eigen) {
        auto const eigen = bench::eigen_ic(problem);
        result["speedup_vs_eigen_ic"] = eigen.seconds / one.seconds;
        result["baseline"]["eigen_ic"] = in_json(eigen);
    }
    fmt::print("{}x{}x{}\n{}\n", nx, ny, nz, result.dump(2));
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    flush_denormals_to_zero();
    Settings settings;
    CLI::App command("Speed of the wind projection");
    command.add_option("--grid", settings.grid)->check(CLI::IsMember({"small", "large", "both"}));
    command.add_flag("--eigen-on-large", settings.eigen_on_large, "Eigen on 10 M cells too: minutes and 6 GB");
    command.add_option("--rounds", settings.rounds, "interleaved rounds, at least 7")->check(CLI::Range(7, 1000));
    command.add_option("--json", settings.json, "also write the numbers to this file");
    CLI11_PARSE(command, argc, argv);
    try {
        json result;
        if (settings.grid != "large") result["cells_1_6m"] = measure(200, 200, 40, true, 2000, settings);
        if (settings.grid != "small")
            result["cells_10m"] = measure(400, 400, 64, settings.eigen_on_large, 1000, settings);
        if (!settings.json.empty()) std::ofstream(settings.json) << result.dump(2) << '\n';
    } catch (std::exception const& failure) {
        fmt::print(stderr, "bench_wind: {}\n", failure.what());
        return 1;
    }
    return 0;
}
