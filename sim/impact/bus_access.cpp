#include "sim/impact/bus_access.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::impact {

double share_with_bus(std::span<double const> people, std::span<city::Point const> at, std::span<BusStop const> stops) {
    HACTHANH_EXPECT(people.size() == at.size());
    double all = 0;
    double near = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
        all += people[i];
        bool const has = std::ranges::any_of(stops, [&](BusStop const& stop) {
            return stop.headway_min <= access_headway_min &&
                   std::hypot(stop.place.x - at[i].x, stop.place.y - at[i].y) <= access_distance_m;
        });
        if (has) near += people[i];
    }
    return all > 0 ? near / all : 0.0;
}

}  // namespace hacthanh::impact
