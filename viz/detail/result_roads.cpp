#include "viz/detail/result_roads.hpp"

#include <cmath>
#include <functional>
#include <limits>

namespace hacthanh::viz::detail {
namespace {

constexpr float nothing = std::numeric_limits<float>::quiet_NaN();
constexpr double km_h_per_m_s = 3.6;

/// Mean of a series over the steps; zero and missing values count as zero, and a road that is always zero gives NaN.
std::vector<float> mean_series(io::ResultReader const& result, std::vector<std::size_t> const& steps,
                               std::function<std::vector<float>(std::size_t step)> const& read) {
    std::vector<double> sum(result.roads().size(), 0.0);
    double duration = 0;
    for (std::size_t step : steps) {
        double const length = result.times().end_s[step] - result.times().begin_s[step];
        auto const values = read(step);
        for (std::size_t i = 0; i < sum.size(); ++i)
            if (std::isfinite(values[i])) sum[i] += length * static_cast<double>(values[i]);
        duration += length;
    }
    std::vector<float> mean;
    for (double value : sum) mean.push_back(value > 0 ? static_cast<float>(value / duration) : nothing);
    return mean;
}

}  // namespace

std::vector<MapRoad> map_roads(io::ResultReader const& result) {
    std::vector<MapRoad> roads;
    for (auto const& road : result.roads()) roads.push_back({road.axis, road.width_m, nothing});
    return roads;
}

std::vector<float> road_flows(io::ResultReader const& result, std::vector<std::size_t> const& steps) {
    return mean_series(result, steps,
                       [&](std::size_t step) { return result.road_series(io::RoadQuantity::flow, step); });
}

std::vector<float> road_speeds_km_h(io::ResultReader const& result, std::vector<std::size_t> const& steps) {
    std::vector<double> distance(result.roads().size(), 0.0);
    std::vector<double> time(result.roads().size(), 0.0);
    for (std::size_t step : steps) {
        double const length = result.times().end_s[step] - result.times().begin_s[step];
        auto const speed = result.road_series(io::RoadQuantity::speed, step);
        auto const vehicles = result.road_series(io::RoadQuantity::vehicles, step);
        for (std::size_t i = 0; i < distance.size(); ++i) {
            if (!std::isfinite(speed[i]) || !(vehicles[i] > 0)) continue;
            time[i] += length * static_cast<double>(vehicles[i]);
            distance[i] += length * static_cast<double>(vehicles[i]) * static_cast<double>(speed[i]);
        }
    }
    std::vector<float> mean;
    for (std::size_t i = 0; i < distance.size(); ++i)
        mean.push_back(time[i] > 0 ? static_cast<float>(km_h_per_m_s * distance[i] / time[i]) : nothing);
    return mean;
}

std::vector<float> road_emissions(io::ResultReader const& result, std::size_t species,
                                  std::vector<std::size_t> const& steps) {
    return mean_series(result, steps, [&](std::size_t step) { return result.road_emission(species, step); });
}

std::vector<float> road_kerbs(io::ResultReader const& result, std::size_t species,
                              std::vector<std::size_t> const& steps) {
    return mean_series(result, steps,
                       [&](std::size_t step) { return result.road_kerb(species, io::KerbSide::leeward, step); });
}

void set_road_values(std::vector<MapRoad>& roads, io::ResultReader const& result, std::vector<float> const& values) {
    std::vector<MapRoad> kept;
    for (std::size_t i = 0; i < roads.size(); ++i) {
        if (result.roads()[i].internal) continue;
        kept.push_back(std::move(roads[i]));
        kept.back().value = values[i];
    }
    roads = std::move(kept);
}

}  // namespace hacthanh::viz::detail
