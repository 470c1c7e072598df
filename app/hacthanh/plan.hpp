#pragma once

#include "app/hacthanh/plan_winds.hpp"
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
    double transport_s = 0;  ///< CPU of the transport by the scenario's model, all threads together
    std::size_t winds = 0;   ///< solved around buildings
    double one_wind_s = 0;   ///< CPU of one of them
    double wall_s = 0;

    double winds_s() const { return static_cast<double>(winds) * one_wind_s; }
};

/// What the size of a run follows from, beside the options of its scenario.
struct RunSize {
    mesh::CityMesh const& mesh;
    bool has_buildings = false;
    RunWinds winds;
    double spin_up_s = 0;
    std::size_t roads = 0;
    double vehicles = 0;  ///< in the route files
    double traffic_step_s = 1;
    bool sublane = false;
};

/// @param threads  0 = all cores
RunPlan plan_run(scenario::Scenario const& scenario, RunSize const& size, int threads);
RunPlan plan_run(Session const& session, int threads);

std::string plan_text(Session const& session, RunPlan const& plan);
std::string plan_json(Session const& session, RunPlan const& plan);

}  // namespace hacthanh::app
