#pragma once

#include "sim/city/geometry.hpp"

#include <span>
#include <vector>

namespace hacthanh::impact {

/// A stop and how often a bus comes to it.
struct BusStop {
    city::Point place;       ///< coordinates of the places [m]
    double headway_min = 0;  ///< > 0, all lines of the stop together
};

/// ISO 37120, 19.6: within 0.5 km of transport that runs at least every 20 minutes (evidence M).
inline constexpr double access_distance_m = 500;
inline constexpr double access_headway_min = 20;

/// Share of the people within access_distance_m, straight, of a stop with a headway of at most access_headway_min.
/// @param people, at  one value per place  Cost O(places x stops).
double share_with_bus(std::span<double const> people, std::span<city::Point const> at, std::span<BusStop const> stops);

}  // namespace hacthanh::impact
