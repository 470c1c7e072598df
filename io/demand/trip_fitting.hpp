#pragma once

#include "io/demand/plan.hpp"

#include <string>
#include <vector>

namespace hacthanh::io {

/// Makes trips drivable on a network: one whose route is broken asks for a way anew; one that begins or ends on a road
/// that is gone begins or ends on the other direction of that road, else on the road that is nearest to its middle; a
/// bus drops the stops that are gone and passes by the others. Returns how many trips begin or end elsewhere now.
/// @param before  the network that the trips were made for
/// @param notes   is told how many buses lost stops and which trips had to be left out
std::size_t fit_trips(std::vector<demand::Trip>& trips, NetworkFacts const& facts, NetworkFacts const& before,
                      std::vector<std::string>& notes);

/// The trips with the buses of a new line, less those that shift to it. Throws InputError for stops and types that are
/// not there, with the near-miss name.
std::vector<demand::Trip> with_bus_line(std::vector<demand::Trip> trips, demand::BusLine const& line,
                                        NetworkFacts const& facts, SumoTrips const& demand, PlanInput const& input);

}  // namespace hacthanh::io
