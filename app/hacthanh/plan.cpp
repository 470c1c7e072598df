#include "app/hacthanh/plan.hpp"

#include "app/hacthanh/measure_plan.hpp"
#include "app/hacthanh/weather_plan.hpp"
#include "sim/weather/inflow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

namespace hacthanh::app {
namespace {

/// Rates of one 2024 server core, from `./do bench transport` and the runs of `./do bench coupling`.
constexpr double transport_cells_per_s = 150e6;  ///< cell-species per second and thread
constexpr double vehicle_step_s = 5e-6;          ///< SUMO with reading and deposit, lane-based traffic
constexpr double sublane_factor = 4;             ///< SUMO's sublane model costs about this much more
constexpr double mean_trip_s = 450;              ///< time on the road of a city trip, to guess vehicle-steps
/// Bytes that a stored concentration takes after rounding to 5e-4, shuffle and deflate.
constexpr double stored_bytes_rounded = 1.6;
constexpr double stored_bytes_lossless = 2.9;
/// Fields of 4-byte numbers besides two per species (now and mean): wind, diffusivities, tracer, scratch.
constexpr double other_fields = 8;
/// Free volume and apertures of a cell of a mesh with buildings.
constexpr double openness_bytes = 4;

double transport_step_length(scenario::Scenario const& s, RunSize const& size) {
    double const limit = s.dispersion.max_courant_number * size.mesh.cell_size() / size.fastest_wind_m_s;
    double const coupling = s.run.coupling_interval_s;
    return coupling / std::ceil(coupling / limit);
}

std::string duration(double seconds) {
    if (seconds < 90) return fmt::format("{:.0f} s", seconds);
    return fmt::format("{:.0f} min", std::ceil(seconds / 60));
}

std::string buildings_text(mesh::BlockingReport const& report) {
    std::string text = fmt::format(
        "{} in the mesh, {} outside; {:.4g} m3, exact to {:.0e}, changed by {:+.1e} in rounding to cells (worst "
        "building "
        "{:.1e}); {} cells closed, {} cut",
        report.buildings, report.buildings_outside, report.clipped_volume, std::abs(report.volume_error()),
        report.volume_change(), report.worst_change, report.closed_cells, report.cut_cells);
    if (report.closed_slivers > 0) text += fmt::format(", {} slivers closed", report.closed_slivers);
    if (report.enclosed_cells > 0) text += fmt::format(", {} enclosed", report.enclosed_cells);
    return text;
}

std::string morphology_text(city::Morphology const& built, double roughness) {
    return fmt::format(
        "{:.0f} % of the ground built, windward walls {:.0f} %, mean height {:.1f} m: roughness {:.2f} m, displacement "
        "{:.1f} m (Macdonald et al. 1998); the wind that comes in has passed over a roughness of {} m",
        100 * built.plan_density, 100 * built.frontal_density, built.mean_height_m, built.roughness_length_m,
        built.displacement_height_m, roughness);
}

nlohmann::ordered_json buildings_json(mesh::BlockingReport const& report) {
    return {{"in_mesh", report.buildings},
            {"outside", report.buildings_outside},
            {"volume_m3", report.clipped_volume},
            {"volume_error", std::abs(report.volume_error())},
            {"volume_change", std::abs(report.volume_change())},
            {"worst_building_change", report.worst_change},
            {"worst_building", report.worst_building},
            {"overlap_m3", report.overlap_volume},
            {"closed_cells", report.closed_cells},
            {"cut_cells", report.cut_cells},
            {"closed_slivers", report.closed_slivers},
            {"closed_isolated", report.closed_isolated},
            {"enclosed_cells", report.enclosed_cells}};
}

}  // namespace

double fastest_wind(scenario::Scenario const& scenario, weather::Weather const& weather, mesh::CityMesh const& mesh) {
    double fastest = 0;
    for (std::size_t n = 0; n < weather.n_intervals(); ++n) {
        auto const profile = weather::make_inflow_profile(scenario.weather, weather.in_interval(n), mesh,
                                                          scenario.dispersion.schmidt_number);
        fastest = std::max(fastest, profile.speed.back());
    }
    return fastest;
}

RunPlan plan_run(scenario::Scenario const& s, RunSize const& size, int threads) {
    auto const& mesh = size.mesh;
    auto const n_species = static_cast<double>(scenario::carried_species(s).size());
    double const span = s.traffic.end_s - s.traffic.begin_s;
    double const n_threads =
        threads > 0 ? static_cast<double>(threads) : std::max(1U, std::thread::hardware_concurrency());
    RunPlan plan;
    plan.cells = mesh.n_cells();
    auto const cells = static_cast<double>(plan.cells);
    plan.output_steps = static_cast<std::uint64_t>(std::ceil(span / s.output.interval_s - 1e-9));
    plan.transport_steps = span / transport_step_length(s, size);
    plan.memory_bytes = cells * 4 * (2 * n_species + other_fields) + 300e6;
    if (size.has_buildings) plan.memory_bytes += cells * openness_bytes;
    std::size_t const stored_layers =
        s.output.fields_up_to_m ? std::min(mesh.layer_at(*s.output.fields_up_to_m) + 1, mesh.nz()) : mesh.nz();
    double const stored_cells = static_cast<double>(mesh.nx() * mesh.ny() * stored_layers);
    if (s.output.keep_fields)
        plan.file_bytes += stored_cells * n_species * static_cast<double>(plan.output_steps) *
                           (s.output.concentration_error > 0 ? stored_bytes_rounded : stored_bytes_lossless);
    if (s.output.keep_roads)
        plan.file_bytes +=
            static_cast<double>(size.roads) * (6 + n_species) * 4 * static_cast<double>(plan.output_steps);
    double const vehicle_steps = size.vehicles * s.traffic.scale * std::min(mean_trip_s, span) / size.traffic_step_s;
    plan.traffic_s = 0.5 + vehicle_steps * vehicle_step_s * (size.sublane ? sublane_factor : 1);
    plan.transport_s = plan.transport_steps * cells * (n_species + size.spin_up_s / span) / transport_cells_per_s;
    plan.wall_s = std::max(plan.traffic_s, (plan.traffic_s + plan.transport_s) / n_threads) + 1;
    return plan;
}

RunPlan plan_run(Session const& session, int threads) {
    return plan_run(
        session.scenario(),
        {session.mesh(), session.mesh().has_buildings(),
         fastest_wind(session.scenario(), session.weather(), session.mesh()), session.spin_up().length_s,
         session.city().roads.size(), session.expected_vehicles(), session.traffic_step_s(), session.sublane()},
        threads);
}

std::string plan_text(Session const& session, RunPlan const& plan) {
    auto const& s = session.scenario();
    auto const& mesh = session.mesh();
    std::string text;
    auto const line = [&](std::string_view what, std::string const& value) {
        text += fmt::format("{:<12}{}\n", what, value);
    };
    line("scenario", session.loaded().file.string());
    line("title", s.about.title);
    line("time", fmt::format("traffic seconds {:.0f} to {:.0f}; second 0 is {} UTC, local time {}", s.traffic.begin_s,
                             s.traffic.end_s, session.epoch_utc(), s.time.utc_offset));
    line("roads", fmt::format("{} (internal ones included), about {:.0f} vehicles in the route files",
                              session.city().roads.size(), session.expected_vehicles()));
    line("mesh", fmt::format("{} x {} x {} = {} cells of {} m up to {} m, lowest layer {:.2f} m", mesh.nx(), mesh.ny(),
                             mesh.nz(), plan.cells, mesh.cell_size(), mesh.z_faces().back(), mesh.layer_thickness(0)));
    if (auto const& blocking = session.blocking()) line("buildings", buildings_text(*blocking));
    if (auto const& built = session.morphology())
        line("morphology", morphology_text(*built, s.weather.roughness_length_m));
    text += weather_text(session);
    line("spin-up",
         fmt::format("{:.0f} s{}", session.spin_up().length_s,
                     session.spin_up().shortened()
                         ? fmt::format(" ({:.0f} s wanted, limited to half of the run)", session.spin_up().wanted_s)
                         : ""));
    line("steps",
         fmt::format("{} output steps, about {:.0f} transport steps", plan.output_steps, plan.transport_steps));
    line("memory", fmt::format("about {:.1f} GB", plan.memory_bytes / 1e9));
    line("file", fmt::format("about {:.0f} MB", plan.file_bytes / 1e6));
    line("time", fmt::format("about {} (SUMO {}, transport {} of CPU)", duration(plan.wall_s), duration(plan.traffic_s),
                             duration(plan.transport_s)));
    text += measures_text(session);
    return text + "\nresolved scenario:\n" + session.loaded().resolved;
}

std::string plan_json(Session const& session, RunPlan const& plan) {
    auto const& mesh = session.mesh();
    nlohmann::ordered_json document = {
        {"scenario", session.loaded().file.string()},
        {"cells", plan.cells},
        {"nx", mesh.nx()},
        {"ny", mesh.ny()},
        {"nz", mesh.nz()},
        {"roads", session.city().roads.size()},
        {"expected_vehicles", session.expected_vehicles()},
        {"output_steps", plan.output_steps},
        {"transport_steps", plan.transport_steps},
        {"weather", weather_json(session)},
        {"spin_up_s", session.spin_up().length_s},
        {"memory_bytes", plan.memory_bytes},
        {"file_bytes", plan.file_bytes},
        {"estimate",
         {{"traffic_cpu_s", plan.traffic_s}, {"transport_cpu_s", plan.transport_s}, {"wall_s", plan.wall_s}}},
        {"warnings", session.warnings()},
        {"resolved_scenario", session.loaded().resolved}};
    if (session.measures()) document["measures"] = measures_json(session);
    if (auto const& blocking = session.blocking()) document["buildings"] = buildings_json(*blocking);
    if (auto const& built = session.morphology())
        document["morphology"] = {{"plan_density", built->plan_density},
                                  {"frontal_density", built->frontal_density},
                                  {"mean_height_m", built->mean_height_m},
                                  {"roughness_length_m", built->roughness_length_m},
                                  {"displacement_height_m", built->displacement_height_m}};
    return document.dump(2);
}

}  // namespace hacthanh::app
