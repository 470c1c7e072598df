#pragma once

#include "io/demand/traffic_case.hpp"
#include "sim/city/city.hpp"
#include "sim/demand/changes.hpp"
#include "sim/scenario/measures.hpp"

namespace hacthanh::io {

/// What a measure file means for planning: the network, trips and costs that its planning measures change. Measures
/// that run in operational mode are passed over: the traffic worker applies them.
///
/// * one_way_pair: the other direction of the streets is taken away
/// * demand_scale: as many more or fewer trips in its windows
/// * bus_line: the line, both ways if wanted, and the shift to it
/// * congestion_charge: seconds of generalised cost, charge / value of time, on every road that leads into the polygon
/// * bypass: the obeying share of the trips that neither begin nor end in the polygon pays `bypass_penalty_s` to enter
/// it
/// * close_edge: the roads are taken away; only without windows
///
/// A factor of 1, a charge of 0 and a bypass that nobody obeys change nothing.
///
/// @param city   of the base's network. @param start_clock_s  local time of SUMO's second 0
/// Throws InputError with the place in the file for planning measures that cannot be prepared (remove_parking,
/// mode = "planning" of kinds that act at run time), and for streets that are not there.
demand::PlanChanges plan_changes(scenario::MeasureFile const& file, city::City const& city, NetworkFacts const& facts,
                                 double start_clock_s);

/// What a driver who is asked to go round a zone takes as the cost of passing through [s]: longer than any way round
/// within a city. Our choice.
inline constexpr double bypass_penalty_s = 3600;

}  // namespace hacthanh::io
