#include "io/detail/road_rows.hpp"

#include "io/detail/netcdf.hpp"
#include "sim/core/constants.hpp"

namespace hacthanh::io::detail {
namespace {

constexpr double grams_per_kg = 1e3;
constexpr double metres_per_km = 1e3;

}  // namespace

RoadRows road_rows(city::City const& city, state::RoadSeries const& roads, double duration_s) {
    std::size_t const n = city.roads.size();
    std::vector<float> const missing(n, fill_value);
    RoadRows rows{missing, missing, missing, {}};
    rows.emission.assign(roads.emitted.size(), missing);
    rows.density = missing;
    rows.level_of_service.assign(n, 0);
    rows.delay.assign(n, 0);
    rows.queue.assign(n, 0);
    double const hours = duration_s / constants::seconds_per_hour;
    for (std::size_t e = 0; e < n; ++e) {
        double const seconds = roads.vehicle_seconds[e];
        rows.vehicles[e] = static_cast<float>(seconds / duration_s);
        if (seconds > 0) rows.speed[e] = static_cast<float>(roads.vehicle_metres[e] / seconds);
        for (auto const& group : roads.groups) {
            rows.delay[e] += static_cast<float>(group.delay_s[e] / duration_s);
            rows.queue[e] += static_cast<float>(group.queue_s[e] / duration_s);
        }
        double const limit = city.roads[e].speed_limit;
        if (seconds > 0 && limit > 0)
            rows.level_of_service[e] = level_of_service(roads.vehicle_metres[e] / seconds / limit);
        double const length_m = city.roads[e].length_m;
        if (!(length_m > 0)) continue;
        rows.flow[e] = static_cast<float>(roads.vehicle_metres[e] / length_m / hours);
        rows.density[e] = static_cast<float>(seconds / duration_s / (length_m / metres_per_km));
        double const grams_per_km_hour = grams_per_kg / (length_m / metres_per_km) / hours;
        for (std::size_t s = 0; s < roads.emitted.size(); ++s)
            rows.emission[s][e] = static_cast<float>(roads.emitted[s][e] * grams_per_km_hour);
    }
    return rows;
}

GroupRows group_rows(city::City const& city, state::RoadSeries const& roads, double duration_s) {
    std::size_t const n = city.roads.size();
    std::vector<float> const missing(n * roads.groups.size(), fill_value);
    GroupRows rows{missing, missing, missing, missing, missing};
    double const hours = duration_s / constants::seconds_per_hour;
    for (std::size_t g = 0; g < roads.groups.size(); ++g) {
        auto const& group = roads.groups[g];
        for (std::size_t e = 0; e < n; ++e) {
            std::size_t const at = g * n + e;
            double const seconds = group.vehicle_seconds[e];
            if (seconds > 0) rows.speed[at] = static_cast<float>(group.vehicle_metres[e] / seconds);
            rows.delay[at] = static_cast<float>(group.delay_s[e] / duration_s);
            rows.queue[at] = static_cast<float>(group.queue_s[e] / duration_s);
            double const length_m = city.roads[e].length_m;
            if (!(length_m > 0)) continue;
            rows.flow[at] = static_cast<float>(group.vehicle_metres[e] / length_m / hours);
            rows.density[at] = static_cast<float>(seconds / duration_s / (length_m / metres_per_km));
        }
    }
    return rows;
}

}  // namespace hacthanh::io::detail
