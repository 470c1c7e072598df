#include "app/hacthanh/plan.hpp"

#include "app/hacthanh/measure_plan.hpp"
#include "app/hacthanh/weather_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

namespace hacthanh::app {
namespace {

/// Rates of one 2024 server core, from `./do bench transport` and the runs of `./do bench coupling`.
constexpr double transport_cells_per_s = 350e6;  ///< finite volumes: cell-species per second and thread
constexpr double remembered_cells_per_s = 80e6;  ///< the same for fluxes with memory, beside it
constexpr double vehicle_step_s = 5e-6;          ///< SUMO with reading and deposit, lane-based traffic
constexpr double sublane_factor = 4;             ///< SUMO's sublane model costs about this much more
constexpr double mean_trip_s = 450;              ///< time on the road of a city trip, to guess vehicle-steps
// The other models and winds around buildings: CPU time of `hacthanh run scenarios/tutorial/town.toml` with 1 to 6
// species, cells of 5 to 20 m and, for winds, a weather that changes 6 times (docs/theory/wind.md and the like give
// more).
constexpr double line_set_up_s = 0.05;  ///< line source: once per weather and output step
constexpr double line_pair_s = 14e-9;   ///< of a road and a cell of the lowest layer: 6 in a city, 38 in a small town
constexpr double particle_step_s = 30e-9;  ///< one step of one particle
constexpr double particle_steps = 700;     ///< in the life of one, whatever the wind, at particle_time_step = 0.1
constexpr double sampled_part = 0.4;       ///< of them, whose length the sampling sets
constexpr double wind_cell_s = 1e-6;       ///< solving one wind: first guess, projection, turbulence
/// What solver, solved and stirred wind keep per cell, beyond the fields below.
constexpr double wind_bytes = 140;
/// Bytes that a stored concentration takes after rounding to 5e-4, shuffle and deflate.
constexpr double stored_bytes_rounded = 1.6;
constexpr double stored_bytes_lossless = 2.9;
/// Fields of 4-byte numbers besides two per species (now and mean): wind, diffusivities, tracer, scratch.
constexpr double other_fields = 8;
/// The same with memory: per species, and besides.
constexpr double memory_fields = 3;
constexpr double other_memory_fields = 25;
/// Free volume and apertures of a cell of a mesh with buildings.
constexpr double openness_bytes = 4;

/// CPU time of the transport by the scenario's model [s].
double transport_cpu_s(scenario::Scenario const& s, RunSize const& size, RunPlan const& plan) {
    double const span = s.traffic.end_s - s.traffic.begin_s;
    if (s.dispersion.model == "line_source") {
        double const settled = static_cast<double>(plan.output_steps + size.winds.pieces - 1);
        double const pairs = static_cast<double>(size.roads * size.mesh.nx() * size.mesh.ny());
        return settled * (line_set_up_s + pairs * line_pair_s);
    }
    if (s.dispersion.model == "particles") {
        auto const extent = size.mesh.extent();
        double const half_way_m = 0.25 * (extent.x_max - extent.x_min + extent.y_max - extent.y_min);
        double const life_s = half_way_m / size.winds.site_wind_m_s;
        double const lived = life_s < span ? 1 - 0.5 * life_s / span : 0.5 * span / life_s;  // before the run ends
        double const steps = particle_steps * std::sqrt(lived) *  // most of them soon after the release
                             (sampled_part + (1 - sampled_part) * 0.1 / s.dispersion.particle_time_step);
        return s.dispersion.particles_per_s * span * steps * particle_step_s;
    }
    auto const n_species = static_cast<double>(scenario::carried_species(s).size());
    double const a_step = (n_species + size.spin_up_s / span) / transport_cells_per_s +
                          (s.dispersion.flux_memory ? n_species / remembered_cells_per_s : 0.0);
    return plan.transport_steps * static_cast<double>(plan.cells) * a_step;
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
    if (s.dispersion.model == "finite_volume") plan.transport_steps = span * size.winds.steps_per_s;
    plan.memory_bytes = cells * 4 * (2 * n_species + other_fields) + 300e6;
    if (s.dispersion.flux_memory) plan.memory_bytes += cells * 4 * (memory_fields * n_species + other_memory_fields);
    if (size.has_buildings) plan.memory_bytes += cells * openness_bytes;
    if (!size.winds.solved.empty()) plan.memory_bytes += cells * wind_bytes;
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
    plan.transport_s = transport_cpu_s(s, size, plan);
    plan.winds = size.winds.solved.size();
    plan.one_wind_s = cells * wind_cell_s;
    plan.wall_s =
        std::max(plan.traffic_s, (plan.traffic_s + plan.transport_s) / n_threads) + plan.winds_s() / n_threads + 1;
    return plan;
}

RunPlan plan_run(Session const& session, int threads) {
    return plan_run(
        session.scenario(),
        {session.mesh(), session.mesh().has_buildings(),
         winds_of_run(session.scenario(), session.weather(), session.mesh(), session.mesh().has_buildings()),
         session.spin_up().length_s, session.city().roads.size(), session.expected_vehicles(), session.traffic_step_s(),
         session.sublane()},
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
    line("time", fmt::format("about {} (SUMO {}, transport {}{} of CPU)", duration(plan.wall_s),
                             duration(plan.traffic_s), duration(plan.transport_s),
                             plan.winds == 0 ? ""
                                             : fmt::format(", {} wind{} around buildings {}", plan.winds,
                                                           plan.winds == 1 ? "" : "s", duration(plan.winds_s()))));
    text += measures_text(session);
    return text + "\nresolved scenario:\n" + session.loaded().resolved;
}

std::string plan_json(Session const& session, RunPlan const& plan) {
    auto const& mesh = session.mesh();
    nlohmann::ordered_json document = {{"scenario", session.loaded().file.string()},
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
                                        {{"traffic_cpu_s", plan.traffic_s},
                                         {"transport_cpu_s", plan.transport_s},
                                         {"winds", plan.winds},
                                         {"winds_cpu_s", plan.winds_s()},
                                         {"wall_s", plan.wall_s}}},
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
