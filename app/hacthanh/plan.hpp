#pragma once

#include "app/hacthanh/session.hpp"

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

/// @param threads  0 = all cores
RunPlan plan_run(Session const& session, int threads);

std::string plan_text(Session const& session, RunPlan const& plan);
std::string plan_json(Session const& session, RunPlan const& plan);

}  // namespace hacthanh::app
