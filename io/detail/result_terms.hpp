#pragma once
/// The names under which the numbers of a run's account stand in a result file; writer and reader walk these tables.

#include "sim/state/run_summary.hpp"
#include "sim/state/weather_use.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hacthanh::io::detail {

inline constexpr std::string_view file_type = "hacthanh results";

/// Attribute of a concentration: what of it is background [ug/m3]; absent when the run knew none.
inline constexpr char const* background_name = "background_ug_m3";

/// The mass budget must close to this over a run of an hour, relative to the mass supplied.
inline constexpr double budget_tolerance = 1e-5;

/// Groups.
inline constexpr char const* budget_group = "budget";
inline constexpr char const* summary_group = "summary";
inline constexpr char const* inflow_group = "inflow";
inline constexpr char const* weather_group = "weather";
inline constexpr char const* provenance_group = "provenance";

/// One part of the cumulative mass budget, (time, species) in kg.
struct BudgetTerm {
    char const* name;
    double state::MassBudget::*member;
    char const* long_name;
};
inline constexpr std::array<BudgetTerm, 7> budget_terms = {{
    {"initial", &state::MassBudget::initial, "mass in the domain at the start of the run"},
    {"emitted", &state::MassBudget::emitted, "mass set free inside the domain since the start"},
    {"inflow", &state::MassBudget::inflow, "mass carried in through open sides since the start"},
    {"outflow", &state::MassBudget::outflow, "mass carried out through open sides since the start"},
    {"dry_deposited", &state::MassBudget::deposited, "mass deposited on the ground since the start"},
    {"chemistry", &state::MassBudget::chemistry,
     "mass made by chemistry since the start, negative when destroyed, first-order loss included"},
    {"in_domain", &state::MassBudget::in_domain, "mass in the domain, summed over the cells"},
}};

/// One number of the account per species, (time, species).
struct SpeciesTerm {
    char const* name;
    double state::SpeciesSummary::*member;
    char const* units;
    char const* long_name;
};
inline constexpr std::array<SpeciesTerm, 9> species_terms = {{
    {"emitted_by_vehicles", &state::SpeciesSummary::emitted_kg, "kg", "mass emitted by all vehicles since the start"},
    {"emitted_inside", &state::SpeciesSummary::emitted_inside_kg, "kg", "mass emitted by vehicles inside the mesh"},
    {"emitted_outside", &state::SpeciesSummary::emitted_outside_kg, "kg",
     "mass emitted by vehicles outside the mesh, not carried by the air"},
    {"emitted_moved", &state::SpeciesSummary::emitted_moved_kg, "kg",
     "mass emitted on roads that lie in buildings, put into the nearest open cell"},
    {"deposited_on_mesh", &state::SpeciesSummary::on_mesh_kg, "kg", "mass put into the cells of the mesh"},
    {"held_in_streets", &state::SpeciesSummary::in_streets_kg, "kg",
     "mass held now by the air of canyons that the mesh does not resolve"},
    {"emitted_by_other_sources", &state::SpeciesSummary::other_sources_kg, "kg",
     "mass set free by sources that are not traffic"},
    {"worst_relative_error", &state::SpeciesSummary::worst_relative_error, "1",
     "greatest relative error of the cumulative budget so far"},
    {"worst_step_error", &state::SpeciesSummary::worst_step_error, "1",
     "greatest budget error of one transport call relative to the mass supplied until then"},
}};

/// One number of the account, (time).
struct SummaryTerm {
    char const* name;
    double state::RunSummary::*member;
    char const* units;
    char const* long_name;
};
inline constexpr std::array<SummaryTerm, 10> summary_terms = {{
    {"simulated_until", &state::RunSummary::simulated_until_s, "s", "traffic clock"},
    {"wall", &state::RunSummary::wall_s, "s", "wall time since the start of the run"},
    {"sumo_cpu", &state::RunSummary::sumo_cpu_s, "s", "CPU time of the traffic worker"},
    {"deposit_cpu", &state::RunSummary::deposit_cpu_s, "s", "CPU time of reading vehicles, emission and deposit"},
    {"transport_cpu", &state::RunSummary::transport_cpu_s, "s", "CPU time of transport, all threads"},
    {"output_cpu", &state::RunSummary::output_cpu_s, "s", "CPU time of writing results and checkpoints"},
    {"output_wait", &state::RunSummary::output_wait_s, "s", "wall time that the run waited for them to be written"},
    {"spin_up_length", &state::RunSummary::spin_up_s, "s", "time at the start that is left out of means"},
    {"calm", &state::RunSummary::calm_s, "s", "time simulated with a measured wind below 1 m/s"},
    {"initial_air_fraction", &state::RunSummary::initial_air_fraction, "1",
     "share of the clean starting air in the lowest layer"},
}};

/// One number of the weather of an output step, (time).
struct WeatherTerm {
    char const* name;
    double state::WeatherUse::*member;
    char const* units;
    char const* long_name;
    char const* standard_name = "";  ///< of CF, where it has one
};
inline constexpr std::array<WeatherTerm, 9> weather_terms = {{
    {"wind_speed_measured", &state::WeatherUse::measured_wind_speed, "m s-1",
     "wind at 10 m at the met site, as measured", "wind_speed"},
    {"wind_speed", &state::WeatherUse::wind_speed, "m s-1", "the same, raised to the least transport wind",
     "wind_speed"},
    {"eastward_wind", &state::WeatherUse::wind_east, "m s-1", "mean vector of the transport wind at 10 m, to the east",
     "eastward_wind"},
    {"northward_wind", &state::WeatherUse::wind_north, "m s-1",
     "mean vector of the transport wind at 10 m, to the north", "northward_wind"},
    {"friction_velocity", &state::WeatherUse::friction_velocity, "m s-1", "friction velocity over the city"},
    {"inverse_obukhov_length", &state::WeatherUse::inverse_obukhov_length, "m-1", "1/L, > 0 in stable air"},
    {"mixing_height", &state::WeatherUse::mixing_height, "m", "depth of the mixed layer",
     "atmosphere_boundary_layer_thickness"},
    {"meander_diffusivity", &state::WeatherUse::meander_diffusivity, "m2 s-1",
     "horizontal diffusivity of the slow meandering of the wind"},
    {"calm_share", &state::WeatherUse::calm_share, "1", "share of the time with a measured wind below 1 m/s"},
}};
inline constexpr char const* weather_direction_name = "wind_from_direction";

/// One count of the account, (time).
struct CountTerm {
    char const* name;
    std::uint64_t state::RunSummary::*member;
    char const* long_name;
};
inline constexpr std::array<CountTerm, 3> count_terms = {{
    {"cells", &state::RunSummary::cells, "cells of the mesh"},
    {"steps_written", &state::RunSummary::steps_written, "output steps"},
    {"transport_steps", &state::RunSummary::transport_steps, "time steps of transport"},
}};

/// One count of the traffic simulation since its start, (time).
struct TrafficTerm {
    char const* name;
    std::uint64_t state::TrafficTotals::*member;
    char const* long_name;
};
inline constexpr std::array<TrafficTerm, 10> traffic_terms = {{
    {"vehicles_departed", &state::TrafficTotals::departed, "vehicles inserted"},
    {"vehicles_arrived", &state::TrafficTotals::arrived, "vehicles that reached their destination"},
    {"vehicles_running", &state::TrafficTotals::running, "vehicles on the road"},
    {"vehicles_off_road", &state::TrafficTotals::off_road,
     "vehicles in the network but not on the road: parked beside it or on a teleport"},
    {"vehicles_removed", &state::TrafficTotals::removed,
     "vehicles taken out by measures, or by the simulation without having arrived"},
    {"vehicles_waiting", &state::TrafficTotals::waiting, "vehicles due but not yet inserted"},
    {"vehicles_teleported", &state::TrafficTotals::teleported, "vehicles removed from a jam by the simulation"},
    {"vehicles_collided", &state::TrafficTotals::collisions, "vehicle-steps in a collision"},
    {"vehicles_emergency_stopped", &state::TrafficTotals::emergency_stops, "vehicles that braked harder than they can"},
    {"traffic_warnings", &state::TrafficTotals::warnings, "warnings of the traffic simulation"},
}};

/// Derived parts of the budget, (time, species).
inline constexpr char const* residual_name = "residual";
inline constexpr char const* relative_error_name = "relative_error";

/// Further series (time) of the traffic simulation.
inline constexpr char const* vehicle_seconds_name = "vehicle_seconds";
inline constexpr char const* traffic_cpu_name = "traffic_cpu";
inline constexpr char const* texts_name = "texts";

/// Number of whole output steps: one value in a fixed place, written when all else of a step is in the file.
inline constexpr char const* steps_name = "steps_written";

/// Series (time, edge) and, with mean_name(), run means (edge).
inline constexpr char const* vehicles_name = "edge_vehicles";
inline constexpr char const* speed_name = "edge_speed";
inline constexpr char const* flow_name = "edge_flow";
/// Series (time, edge) without a run mean.
inline constexpr char const* density_name = "edge_density";
inline constexpr char const* delay_name = "edge_delay";
inline constexpr char const* queue_name = "edge_queue";
inline constexpr char const* level_of_service_name = "edge_level_of_service";
/// The same by group of vehicles, (time, vehicle_group, edge).
inline std::string by_group_name(std::string const& series) { return series + "_by_group"; }
inline constexpr char const* geometry_name = "edge_geometry";
inline std::string emission_name(std::string const& species) { return "edge_" + species; }
inline std::string kerb_name(std::string const& species, char const* side) {
    return "edge_" + species + "_kerb_" + side;
}
inline constexpr char const* leeward = "leeward";
inline constexpr char const* windward = "windward";
inline std::string surface_mean_name(std::string const& species) { return species + "_mean_surface"; }
inline std::string mean_name(std::string const& series) { return series + "_mean"; }

}  // namespace hacthanh::io::detail
