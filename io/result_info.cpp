#include "io/result_info.hpp"

#include "io/detail/result_terms.hpp"
#include "io/detail/result_warnings.hpp"
#include "sim/state/background.hpp"
#include "sim/state/run_validity.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::io {
namespace {

using Json = nlohmann::ordered_json;

constexpr double grams_per_kg = 1e3;

/// Of a nest: how much was emitted beyond it.
std::string outside_text(state::RunSummary const& summary) {
    std::string shares;
    for (auto const& species : summary.species)
        if (species.emitted_kg > 0)
            shares += fmt::format("{}{} {:.2g} %", shares.empty() ? "" : ", ", species.name,
                                  100 * species.emitted_outside_kg / species.emitted_kg);
    return fmt::format("emitted beyond this nest, whose air enters with the outer run's: {}",
                       shares.empty() ? "nothing" : shares);
}

/// The wind at the met site over the output steps, and how much of the time was calm.
std::string weather_text(std::vector<state::WeatherUse> const& steps, double calm_s) {
    if (steps.empty()) return {};
    auto const [slow, fast] = std::ranges::minmax(steps, {}, &state::WeatherUse::measured_wind_speed);
    std::string text = fmt::format("{:.1f}", slow.measured_wind_speed);
    if (fast.measured_wind_speed > slow.measured_wind_speed)
        text += fmt::format(" to {:.1f}", fast.measured_wind_speed);
    text += " m/s at 10 m at the met site";
    if (calm_s > 0) text += fmt::format("; {:.0f} s of it calm (below 1 m/s: least wind and meander)", calm_s);
    return text;
}

Json per_species(state::RunSummary const& summary, double state::SpeciesSummary::*member) {
    Json values = Json::object();
    for (auto const& species : summary.species) values[species.name] = species.*member;
    return values;
}

Json provenance_json(ResultReader const& result) {
    auto const provenance = result.provenance();
    auto const program = result.program();
    Json inputs = Json::array();
    for (auto const& input : provenance.inputs)
        inputs.push_back(
            {{"path", input.path}, {"role", input.role}, {"bytes", input.bytes}, {"sha256", input.sha256}});
    Json libraries = Json::object();
    for (auto const& [name, version] : program.libraries) libraries[name] = version;
    return {{"scenario_path", provenance.scenario_path},
            {"overrides", provenance.overrides},
            {"scenario_text", provenance.scenario_text},
            {"resolved_scenario", provenance.resolved_scenario},
            {"inputs", inputs},
            {"program_version", program.version},
            {"commit", program.commit},
            {"dirty", program.dirty},
            {"compiler", program.compiler},
            {"build_type", program.build_type},
            {"flags", program.flags},
            {"libraries", libraries},
            {"seed", provenance.seed},
            {"n_threads", provenance.n_threads},
            {"start_time_utc", provenance.start_time_utc},
            {"host", provenance.host}};
}

/// What every variable takes in the file.
void add_sizes(Json& document, ResultReader const& result) {
    auto const sizes = result.sizes();
    document["file_bytes"] = sizes.file_bytes;
    document["sealed"] = sizes.sealed ? 1 : 0;
    document["variables"] = Json::object();
    for (auto const& variable : sizes.variables)
        document["variables"][variable.path] = {
            {"shape", variable.shape}, {"stored_bytes", variable.stored_bytes}, {"plain_bytes", variable.plain_bytes}};
}

/// The variables that take most of the file.
std::string sizes_text(ResultSizes sizes) {
    constexpr std::size_t shown = 4;
    auto const size = [](std::uint64_t bytes) {
        auto const n = static_cast<double>(bytes);
        return n < 1e6 ? fmt::format("{:.1f} kB", n / 1e3) : fmt::format("{:.1f} MB", n / 1e6);
    };
    std::ranges::sort(sizes.variables, std::greater(), &ResultSizes::Variable::stored_bytes);
    std::string text = size(sizes.file_bytes);
    for (std::size_t i = 0; i < std::min(shown, sizes.variables.size()); ++i)
        text +=
            fmt::format("{} {} {}", i == 0 ? ":" : ",", sizes.variables[i].path, size(sizes.variables[i].stored_bytes));
    return text + (sizes.sealed ? "; sealed with checksums (hacthanh verify)" : "; not sealed");
}

std::string background_text(ResultFacts const& facts) {
    if (facts.background_kind.empty()) return "none: concentrations are what the traffic adds";
    std::string values;
    for (std::size_t s = 0; s < facts.species.size(); ++s)
        if (facts.background[s])
            values += fmt::format("{}{} {:g}", values.empty() ? "" : ", ", facts.species[s], *facts.background[s]);
    return fmt::format("{} ug/m3 ({}): {}", values, facts.background_kind, facts.background_source);
}

void add_facts(Json& document, ResultReader const& result) {
    auto const& facts = result.facts();
    auto const& grid = result.grid();
    document["file"] = result.path();
    document["schema"] = facts.schema;
    document["complete"] = facts.complete;
    document["title"] = facts.title;
    document["title_vi"] = facts.title_vi;
    document["note"] = facts.note;
    document["schematic"] = facts.schematic;
    document["species"] = facts.species;
    document["epoch_utc"] = facts.epoch_utc;
    document["utc_offset"] = facts.utc_offset;
    document["begin_s"] = facts.begin_s;
    document["end_s"] = facts.end_s;
    document["interval_s"] = facts.interval_s;
    document["spin_up_s"] = facts.spin_up_s;
    document["significant_error"] = facts.significant_error;
    document["background_kind"] = facts.background_kind;
    document["background_source"] = facts.background_source;
    document["background_ug_m3"] = Json::object();
    for (std::size_t s = 0; s < facts.species.size(); ++s)
        if (facts.background[s]) document["background_ug_m3"][facts.species[s]] = *facts.background[s];
    document["crs"] = grid.crs_code;
    document["stored_shape"] = {grid.nz(), grid.ny(), grid.nx()};
    document["roads"] = result.roads().size();
    document["steps_written"] = result.n_steps();
}

void add_validity(Json& document, state::TrafficTotals const& totals) {
    auto const validity = state::validity_of(totals);
    document["vehicles_collided"] = totals.collisions;
    document["vehicles_emergency_stopped"] = totals.emergency_stops;
    document["valid"] = validity.valid() ? 1 : 0;
    document["validity"] = {{"teleported_share", validity.teleported_share},
                            {"uninserted_share", validity.uninserted_share},
                            {"most_teleported", state::most_teleported},
                            {"most_uninserted", state::most_uninserted},
                            {"reasons", validity.reasons()}};
}

/// What each class of vehicles gave off per km, beside what is published.
void add_fleet(Json& document, state::RunSummary const& summary) {
    document["fleet"] = Json::object();
    for (auto const& c : summary.classes) {
        Json& fleet = document["fleet"][c.name];
        fleet["vehicle_class"] = c.vehicle_class;
        fleet["vehicle_km"] = c.vehicle_m / 1e3;
        fleet["mean_speed_km_h"] = c.vehicle_s > 0 ? 3.6 * c.vehicle_m / c.vehicle_s : 0.0;
        fleet["g_per_km"] = Json::object();
        fleet["emitted_kg"] = Json::object();
        fleet["started_kg"] = Json::object();
        for (std::size_t p = 0; p < n_pollutants; ++p) {
            std::string const pollutant(pollutant_names[p]);
            if (c.emitted_kg[p] == 0) continue;
            fleet["g_per_km"][pollutant] = c.grams_per_km(static_cast<Pollutant>(p));
            fleet["emitted_kg"][pollutant] = c.emitted_kg[p];
            if (c.started_kg[p] != 0) fleet["started_kg"][pollutant] = c.started_kg[p];
        }
        fleet["literature"] = Json::object();
        for (auto const& check : summary.literature)
            if (check.fleet_class == c.name)
                fleet["literature"][std::string(name(check.pollutant))] = {{"low", check.low},
                                                                           {"high", check.high},
                                                                           {"outside", check.outside() ? 1 : 0},
                                                                           {"reference", check.reference}};
    }
}

/// What is not traffic, source by source.
void add_sources(Json& document, state::RunSummary const& summary) {
    document["sources"] = Json::object();
    for (auto const& source : summary.sources) {
        Json& told = document["sources"][source.name];
        told["name_vi"] = source.name_vi;
        told["sector"] = source.sector;
        told["emitted_kg"] = Json::object();
        for (std::size_t p = 0; p < n_pollutants; ++p)
            if (source.emitted_kg[p] != 0) told["emitted_kg"][std::string(pollutant_names[p])] = source.emitted_kg[p];
    }
}

std::string source_text(state::SourceAccount const& source) {
    std::string masses;
    for (std::size_t p = 0; p < n_pollutants; ++p)
        if (source.emitted_kg[p] != 0)
            masses +=
                fmt::format("{}{} {:.4g} kg", masses.empty() ? "" : ", ", pollutant_names[p], source.emitted_kg[p]);
    return fmt::format("{} ({}): {}", source.name, source.sector, masses);
}

void add_account(Json& document, state::RunSummary const& summary) {
    document["simulated_until_s"] = summary.simulated_until_s;
    document["cells"] = summary.cells;
    document["transport_steps"] = summary.transport_steps;
    document["mass_budget_relative_error"] = detail::worst(summary, &state::SpeciesSummary::worst_relative_error);
    document["worst_step_error"] = detail::worst(summary, &state::SpeciesSummary::worst_step_error);
    document["on_mesh_over_emitted"] = Json::object();
    for (auto const& species : summary.species)
        document["on_mesh_over_emitted"][species.name] = species.on_mesh_over_emitted();
    document["deposited_over_emitted"] = document["on_mesh_over_emitted"];  // its older, misleading name
    document["emitted_kg"] = per_species(summary, &state::SpeciesSummary::emitted_kg);
    document["emitted_inside_kg"] = per_species(summary, &state::SpeciesSummary::emitted_inside_kg);
    document["emitted_outside_kg"] = per_species(summary, &state::SpeciesSummary::emitted_outside_kg);
    document["emitted_moved_kg"] = per_species(summary, &state::SpeciesSummary::emitted_moved_kg);
    document["on_mesh_kg"] = per_species(summary, &state::SpeciesSummary::on_mesh_kg);
    document["deposited_kg"] = document["on_mesh_kg"];  // its older, misleading name
    document["mass_budget_kg"] = Json::object();
    for (auto const& species : summary.species) {
        auto const& budget = species.budget;
        document["mass_budget_kg"][species.name] = {{"initial", budget.initial},     {"emitted", budget.emitted},
                                                    {"inflow", budget.inflow},       {"outflow", budget.outflow},
                                                    {"deposited", budget.deposited}, {"chemistry", budget.chemistry},
                                                    {"in_domain", budget.in_domain}, {"residual", budget.residual()}};
    }
    document["calm_s"] = summary.calm_s;
    document["initial_air_fraction"] = summary.initial_air_fraction;
    document["vehicles_departed"] = summary.traffic.departed;
    document["vehicles_arrived"] = summary.traffic.arrived;
    document["vehicles_running"] = summary.traffic.running;
    document["vehicles_off_road"] = summary.traffic.off_road;
    document["vehicles_removed"] = summary.traffic.removed;
    document["vehicles_waiting"] = summary.traffic.waiting;
    document["arrived_trip_s"] = summary.traffic.arrived_trip_s;
    document["traffic_events"] = nlohmann::ordered_json::object();
    for (auto const& event : summary.traffic.events) document["traffic_events"][event.name] = event.count;
    document["vehicles_teleported"] = summary.traffic.teleported;
    add_validity(document, summary.traffic);
    add_fleet(document, summary);
    add_sources(document, summary);
    document["vehicle_seconds"] = summary.traffic.vehicle_seconds;
    document["sumo_warnings"] = summary.traffic.warnings;
    document["first_sumo_warnings"] = summary.traffic.first_warnings;
    document["wall_s"] = summary.wall_s;
    document["sumo_cpu_s"] = summary.sumo_cpu_s;
    document["deposit_cpu_s"] = summary.deposit_cpu_s;
    document["transport_cpu_s"] = summary.transport_cpu_s;
    document["output_cpu_s"] = summary.output_cpu_s;
    document["output_wait_s"] = summary.output_wait_s;
    document["stage_wall_s"] = Json::object();
    for (auto const& [stage, seconds] : summary.stage_wall_s) document["stage_wall_s"][stage] = seconds;
}

/// Mean g/km per class with the published range below it; "!" marks what lies outside.
std::string fleet_table(state::RunSummary const& summary) {
    constexpr std::array shown = {Pollutant::co2, Pollutant::co, Pollutant::hc, Pollutant::nox, Pollutant::pm};
    std::string text = fmt::format("{:<14}", "fleet [g/km]");
    for (Pollutant pollutant : shown) text += fmt::format(" {:>14}", name(pollutant));
    text += "\n";
    for (auto const& c : summary.classes) {
        std::string values = fmt::format("  {:<12}", c.name);
        std::string ranges = fmt::format("  {:<12}", fmt::format(" {:.4g} km", c.vehicle_m / 1e3));
        bool any = false;
        for (Pollutant pollutant : shown) {
            auto const check = std::ranges::find_if(summary.literature, [&](auto const& known) {
                return known.fleet_class == c.name && known.pollutant == pollutant;
            });
            bool const known = check != summary.literature.end();
            any = any || known;
            values += fmt::format(" {:>13.4g}{}", c.grams_per_km(pollutant), known && check->outside() ? '!' : ' ');
            ranges += fmt::format(" {:>14}", known ? fmt::format("{:g}-{:g}", check->low, check->high) : "");
        }
        text += values + "\n" + (any ? ranges + "  published\n" : "");
    }
    return text;
}

}  // namespace

std::string result_info_json(ResultReader const& result, int indent) {
    auto const summary = result.summary();
    Json document;
    add_facts(document, result);
    add_account(document, summary);
    document["warnings"] = detail::warnings_of(result, summary);
    add_sizes(document, result);
    document["provenance"] = provenance_json(result);
    return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string result_info_text(ResultReader const& result) {
    auto const& facts = result.facts();
    auto const& grid = result.grid();
    auto const summary = result.summary();
    auto const program = result.program();
    auto const provenance = result.provenance();
    std::string text;
    auto const line = [&](std::string_view label, std::string const& value) {
        text += fmt::format("{:<14} {}\n", label, value);
    };
    line("file", result.path());
    line("title", facts.title + (facts.schematic ? " (schematic)" : ""));
    if (!facts.note.empty()) line("note", facts.note);
    line("state", facts.complete ? "complete" : "not complete: still running, or stopped");
    line("steps",
         fmt::format("{} of {:g} s, seconds {:g} to {:g} of {:g} (spin-up {:g} s)", result.n_steps(), facts.interval_s,
                     facts.begin_s, summary.simulated_until_s, facts.end_s, facts.spin_up_s));
    line("second 0", facts.epoch_utc + " UTC, local time UTC" + facts.utc_offset);
    line("cells",
         fmt::format("{} of {:g} m; stored {} x {} x {} ({})", summary.cells, grid.cell_size, grid.nx(), grid.ny(),
                     grid.nz(), grid.crs_code.empty() ? "projection without EPSG code" : grid.crs_code));
    line("size", sizes_text(result.sizes()));
    line("background", background_text(facts));
    if (auto const weather = weather_text(result.weather(), summary.calm_s); !weather.empty()) line("wind", weather);
    bool const valid = state::validity_of(summary.traffic).valid();
    line("traffic", fmt::format("{}; {} collisions, {} emergency stops", valid ? "hợp lệ / valid" : detail::not_valid,
                                summary.traffic.collisions, summary.traffic.emergency_stops));
    line("vehicles", fmt::format("{} departed, {} arrived, {} teleported, {} waiting", summary.traffic.departed,
                                 summary.traffic.arrived, summary.traffic.teleported, summary.traffic.waiting));
    for (auto const& event : summary.traffic.events) line("", fmt::format("{}: {}", event.name, event.count));
    text += fmt::format("{:<14} {:>12} {:>12} {:>12} {:>12} {:>12}\n", "mass [g]", "emitted", "on the mesh",
                        "blown out", "in the air", "budget error");
    for (auto const& species : summary.species)
        text += fmt::format("  {:<12} {:>12.5g} {:>12.5g} {:>12.5g} {:>12.5g} {:>12.1e}\n", species.name,
                            grams_per_kg * species.emitted_kg, grams_per_kg * species.on_mesh_kg,
                            grams_per_kg * species.budget.outflow, grams_per_kg * species.budget.in_domain,
                            species.worst_relative_error);
    if (detail::is_nest(provenance)) line("nest", outside_text(summary));
    for (auto const& source : summary.sources) line("source", source_text(source));
    text += fleet_table(summary);
    line("time",
         fmt::format("wall {:.1f} s; CPU: traffic {:.1f} s, emission {:.1f} s, transport {:.1f} s, output {:.1f} s",
                     summary.wall_s, summary.sumo_cpu_s, summary.deposit_cpu_s, summary.transport_cpu_s,
                     summary.output_cpu_s));
    line("program",
         fmt::format("{} ({}{}), {}, {} threads, seed {}", program.version, program.commit,
                     program.dirty ? ", changed" : "", program.compiler, provenance.n_threads, provenance.seed));
    line("scenario", provenance.scenario_path);
    line("started", provenance.start_time_utc);
    if (summary.traffic.warnings > 0) line("SUMO", fmt::format("{} warnings", summary.traffic.warnings));
    for (auto const& warning : detail::warnings_of(result, summary)) line("warning", warning);
    return text;
}

}  // namespace hacthanh::io
