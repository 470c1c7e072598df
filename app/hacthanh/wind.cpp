#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/wind_writer.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/wind/make_wind_solver.hpp"
#include "sim/wind/mass_consistent_wind.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct WindArguments {
    ScenarioArguments scenario;
    fs::path output;
    int threads = 0;
    bool json = false;
};

/// A solved wind and what it cost.
struct Outcome {
    wind::WindSolution solution;
    state::ParticleTurbulence particles;
    std::string model;
    double setup_s = 0;
    double solve_s = 0;
};

state::FlowMap open_air(mesh::CityMesh const& mesh) { return {mesh, "flow_zone", "1", state::FlowZone::open}; }

Outcome solve(Session const& session, mesh::CityMesh const& mesh, Parallel const& parallel) {
    auto const& s = session.scenario();
    Stopwatch watch;
    if (wind::is_building_aware(s.wind, mesh)) {
        wind::MassConsistentWind const solver(mesh, session.city().buildings, s.wind, s.dispersion.schmidt_number,
                                              parallel);
        double const setup_s = watch.seconds();
        auto solution = solver.solve_with_zones(session.inflow());
        double const solve_s = watch.seconds() - setup_s;
        auto particles = solver.particle_turbulence(solution.flow.wind, session.inflow());
        return {std::move(solution), std::move(particles), "mass_consistent", setup_s, solve_s};
    }
    auto const solver = wind::make_wind_solver(s.wind, mesh, {}, s.dispersion.schmidt_number, parallel);
    double const setup_s = watch.seconds();
    wind::WindSolution solution{solver->solve(session.inflow()), open_air(mesh), {}};
    double const solve_s = watch.seconds() - setup_s;
    auto particles = wind::Turbulence(mesh, parallel).for_particles(solution.flow.wind, session.inflow(), parallel);
    return {std::move(solution), std::move(particles), "uniform", setup_s, solve_s};
}

std::vector<std::pair<std::string, double>> report_of(Outcome const& outcome) {
    auto const& report = outcome.solution.report;
    return {{"relative_residual", report.relative_residual},
            {"cell_imbalance", report.cell_imbalance},
            {"total_imbalance", report.total_imbalance},
            {"inflow_m3_s", report.inflow},
            {"outflow_m3_s", report.outflow},
            {"iterations", static_cast<double>(report.iterations)},
            {"sealed_cells", static_cast<double>(report.sealed_cells)},
            {"setup_s", outcome.setup_s},
            {"solve_s", outcome.solve_s}};
}

std::string summary(Outcome const& outcome, mesh::CityMesh const& mesh, std::size_t buildings, std::string const& file,
                    bool json) {
    std::array<std::size_t, 5> zones{};
    for (auto const zone : outcome.solution.zones.values()) ++zones[static_cast<std::size_t>(zone)];
    nlohmann::ordered_json document = {
        {"file", file}, {"model", outcome.model}, {"cells", mesh.n_cells()}, {"buildings", buildings}};
    for (auto const& [name, value] : report_of(outcome)) document[name] = value;
    for (std::size_t n = 0; n < zones.size(); ++n)
        document["zones"][std::string(name(static_cast<state::FlowZone>(n)))] = zones[n];
    if (json) return document.dump(2);
    std::string text;
    for (auto const& [name, value] : document.items()) text += fmt::format("{:<18} {}\n", name, value.dump());
    text.pop_back();
    return text;
}

int solve_wind(WindArguments const& arguments) {
    Session const session(arguments.scenario);
    for (auto const& warning : session.warnings()) log::warning("{}", warning);
    fs::path const folder = fs::absolute(arguments.output).parent_path();
    validate(fs::is_directory(folder), "--output", fmt::format("the folder {} does not exist", folder.string()),
             "make it first");
    Parallel const parallel(arguments.threads);
    auto const& city = session.city();
    auto const blocked = session.mesh().has_buildings() || city.buildings.empty()
                             ? mesh::BlockedMesh{session.mesh(), {}}
                             : mesh::block_buildings(session.mesh(), city.buildings, {}, parallel);
    Outcome const outcome = solve(session, blocked.mesh, parallel);
    auto const header = session.header(parallel.n_threads(), 0);
    io::write_wind(arguments.output.string(),
                   {city, outcome.solution.flow, outcome.solution.zones, outcome.particles, session.inflow(),
                    header.provenance, header.title, header.note, outcome.model, report_of(outcome)});
    fmt::print("{}\n",
               summary(outcome, blocked.mesh, city.buildings.size(), arguments.output.string(), arguments.json));
    return 0;
}

}  // namespace

void add_wind(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("wind", verb_description("wind"));
    auto const arguments = std::make_shared<WindArguments>();
    arguments->scenario.add_to(*verb);
    verb->add_option("-o,--output,--out", arguments->output, "Wind file (.nc)")->required();
    verb->add_option("--threads", arguments->threads, "Threads; default: all cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return solve_wind(*arguments); }; });
}

}  // namespace hacthanh::app
