#pragma once

#include "sim/city/city.hpp"
#include "sim/state/road_series.hpp"

#include <vector>

namespace hacthanh::io::detail {

/// The road quantities of one output step as they are stored, one value per road.
struct RoadRows {
    std::vector<float> vehicles;               ///< mean number
    std::vector<float> speed;                  ///< [m/s]; fill value where nobody drove
    std::vector<float> flow;                   ///< [1/h]; fill value for a road without length
    std::vector<std::vector<float>> emission;  ///< [species], [g/(km h)]; fill value as for flow
};

/// With the vehicles' distance D, time T and emission M on a road of length L in a step of length d:
/// number T/d, speed D/T, flow D/(L d), emission M/(L d).
RoadRows road_rows(city::City const& city, state::RoadSeries const& roads, double duration_s);

}  // namespace hacthanh::io::detail
