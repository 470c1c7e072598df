#include "app/hacthanh/result_indicators.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hacthanh::app {
namespace {

constexpr double seconds_per_hour = 3600;

/// Sum over roads of a value per road times a weight; roads without a value count nothing.
double weighted(std::vector<float> const& values, std::vector<double> const& weights) {
    double sum = 0;
    for (std::size_t road = 0; road < values.size(); ++road)
        if (std::isfinite(values[road])) sum += static_cast<double>(values[road]) * weights[road];
    return sum;
}

void add_roads(study::Indicators& indicators, io::ResultReader const& result) {
    auto const& species = result.facts().species;
    std::vector<double> km;
    for (auto const& road : result.roads()) km.push_back(road.length_m / 1000);
    std::vector<double> const one(km.size(), 1.0);
    double vehicle_km = 0, vehicle_h = 0, delay_h = 0;
    std::vector<double> emitted_kg(species.size());
    auto const& times = result.times();
    for (std::size_t step = 0; step < times.end_s.size(); ++step) {
        if (times.spin_up[step]) continue;
        double const hours = (times.end_s[step] - times.begin_s[step]) / seconds_per_hour;
        vehicle_km += hours * weighted(result.road_series(io::RoadQuantity::flow, step), km);
        vehicle_h += hours * weighted(result.road_series(io::RoadQuantity::vehicles, step), one);
        delay_h += hours * weighted(result.road_series(io::RoadQuantity::delay, step), one);
        for (std::size_t s = 0; s < species.size(); ++s)
            emitted_kg[s] += hours * weighted(result.road_emission(s, step), km) / 1000;
    }
    indicators.emplace_back("vehicle_km", vehicle_km);
    indicators.emplace_back("vehicle_h", vehicle_h);
    indicators.emplace_back("delay_h", delay_h);
    indicators.emplace_back("time_per_km_s", vehicle_km > 0 ? seconds_per_hour * vehicle_h / vehicle_km : 0.0);
    for (std::size_t s = 0; s < species.size(); ++s)
        indicators.emplace_back(fmt::format("emitted_kg.{}", species[s]), emitted_kg[s]);
}

}  // namespace

double mean_of(std::vector<float> const& values) {
    double sum = 0;
    std::size_t n = 0;
    for (float const value : values) {
        if (!std::isfinite(value)) continue;
        sum += static_cast<double>(value);
        ++n;
    }
    return n > 0 ? sum / static_cast<double>(n) : std::nan("");
}

study::Indicators result_indicators(io::ResultReader const& result) {
    study::Indicators indicators;
    if (!result.roads().empty()) add_roads(indicators, result);
    auto const& species = result.facts().species;
    for (std::size_t s = 0; s < species.size(); ++s)
        indicators.emplace_back(fmt::format("ground_ug_m3.{}", species[s]), mean_of(result.mean_surface(s)));
    return indicators;
}

}  // namespace hacthanh::app
