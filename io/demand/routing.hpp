#pragma once

#include "io/demand/traffic_case.hpp"
#include "sim/demand/changes.hpp"
#include "sim/demand/equilibrium.hpp"
#include "sim/demand/learned_times.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace hacthanh::io {

/// What became of a trip that asked for its way.
struct Way {
    demand::WayCosts costs;         ///< current = best for a trip that had no route
    std::vector<std::string> best;  ///< edges
};

/// Asks duarouter for the fastest way of every trip at the learned times and for the cost of the one it has, both by
/// the same rules (time-dependent; surcharges are seconds that are added to an edge). One duarouter run per set of
/// surcharges that trips share.
/// @param folder  for its files; kept
/// @return per trip; nothing for trips of fixed route and where no way leads from origin to destination for its vehicle
/// class Throws as run_sumo_tool does.
std::vector<std::optional<Way>> find_ways(std::filesystem::path const& folder, TrafficCase const& traffic,
                                          std::vector<demand::Trip> const& trips, demand::LearnedTimes const& times,
                                          std::vector<demand::Surcharge> const& surcharges);

}  // namespace hacthanh::io
