#pragma once

#include "app/hacthanh/session.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace hacthanh::app {

/// What a run would take. Times are estimates from the rates in plan.cpp; everything else is exact arithmetic.
struct RunPlan {
    std::uint64_t cells = 0;
    std::uint64_t output_steps = 0;
    double transport_steps = 0;
    double memory_bytes = 0;
    double file_bytes = 0;
    double traffic_s = 0;    ///< CPU of SUMO
    double transport_s = 0;  ///< CPU of the transport, all threads together
    double wall_s = 0;
};

/// What the size of a run follows from, beside the options of its scenario.
struct RunSize {
    mesh::CityMesh const& mesh;
    bool has_buildings = false;
    double fastest_wind_m_s = 0;  ///< at the top of the mesh, over the whole run
    double spin_up_s = 0;
    std::size_t roads = 0;
    double vehicles = 0;  ///< in the route files
    double traffic_step_s = 1;
    bool sublane = false;
};

/// @param threads  0 = all cores
RunPlan plan_run(scenario::Scenario const& scenario, RunSize const& size, int threads);
RunPlan plan_run(Session const& session, int threads);

/// The fastest wind of a run, at the top of its mesh (winds never fall with height) [m/s].
double fastest_wind(scenario::Scenario const& scenario, weather::Weather const& weather, mesh::CityMesh const& mesh);

std::string plan_text(Session const& session, RunPlan const& plan);
std::string plan_json(Session const& session, RunPlan const& plan);

}  // namespace hacthanh::app
