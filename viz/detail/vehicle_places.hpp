#pragma once
/// Private to viz: where vehicles are between the moments that a result keeps.

#include "io/result_reader.hpp"
#include "viz/scene_data.hpp"

#include <vector>

namespace hacthanh::viz::detail {

/// Vehicles at a moment of the traffic clock, file coordinates: those in both stored moments around it lie on the
/// straight line between; those in one only are shown from that moment to half way. None before the first and after the
/// last.
/// @param moments  result.trace_times()
std::vector<VehicleAt> vehicles_at(io::ResultReader const& result, std::vector<double> const& moments,
                                   double traffic_s);

}  // namespace hacthanh::viz::detail
