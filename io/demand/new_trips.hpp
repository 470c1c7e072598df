#pragma once

#include "io/demand/make_demand.hpp"
#include "sim/demand/trip.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::io {

/// Trips, without routes, that the tables of an order ask for. @param folder  for od2trips' files
std::vector<demand::Trip> new_trips(DemandOrder const& order, city::City const& city, SumoTrips const& base,
                                    std::filesystem::path const& folder);

/// Trips to draw from when there are counts alone: between the ends of the network, evenly, one for each pair and
/// interval.
std::vector<demand::Trip> candidate_trips(DemandOrder const& order, NetworkFacts const& facts, SumoTrips const& base,
                                          double interval_s);

/// Ids of the roads that vehicles may begin on.
std::vector<std::string> road_names(city::City const& city);

}  // namespace hacthanh::io
