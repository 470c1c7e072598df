#pragma once

#include "sim/city/city.hpp"
#include "sim/state/road_series.hpp"

#include <cstdint>
#include <vector>

namespace hacthanh::io::detail {

/// The road quantities of one output step as they are stored, one value per road.
struct RoadRows {
    std::vector<float> vehicles;                  ///< mean number
    std::vector<float> speed;                     ///< [m/s]; fill value where nobody drove
    std::vector<float> flow;                      ///< [1/h]; fill value for a road without length
    std::vector<std::vector<float>> emission;     ///< [species], [g/(km h)]; fill value as for flow
    std::vector<float> density{};                 ///< [vehicles/km]
    std::vector<float> delay{};                   ///< vehicle-hours lost per hour
    std::vector<float> queue{};                   ///< mean number of queued vehicles
    std::vector<std::int8_t> level_of_service{};  ///< 1 = A … 6 = F; 0 where nobody drove or the limit is unknown
};

/// The same numbers for one group of vehicles after the other, [group][road].
struct GroupRows {
    std::vector<float> speed, flow, density, delay, queue;
};

/// Level of service of an urban street from speed over free-flow speed (here: the speed limit): HCM 2010, exhibit
/// 17-2: A above 0.85, B 0.67, C 0.50, D 0.40, E 0.30, F at or below (evidence M). @return 1 = A … 6 = F
constexpr std::int8_t level_of_service(double speed_ratio) {
    constexpr double above[] = {0.85, 0.67, 0.50, 0.40, 0.30};
    std::int8_t level = 1;
    for (double const limit : above)
        if (speed_ratio <= limit) ++level;
    return level;
};

/// With the vehicles' distance D, time T and emission M on a road of length L in a step of length d:
/// number T/d, speed D/T, flow D/(L d), emission M/(L d).
/// Density T/(L d), delay and queue: vehicle-seconds lost and queued over d.
RoadRows road_rows(city::City const& city, state::RoadSeries const& roads, double duration_s);
GroupRows group_rows(city::City const& city, state::RoadSeries const& roads, double duration_s);

}  // namespace hacthanh::io::detail
