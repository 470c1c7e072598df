#include "sim/impact/air_quality_index.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::impact {

AirQualityIndex::AirQualityIndex(Rules const& rules, std::string_view scale) {
    std::ranges::copy_if(rules.aqi_points, std::back_inserter(points_),
                         [&](AqiPoint const& point) { return point.scale == scale; });
    std::ranges::stable_sort(points_, {}, &AqiPoint::index);
    std::ranges::copy_if(rules.aqi_classes, std::back_inserter(classes_),
                         [&](AqiClass const& each) { return each.scale == scale; });
}

std::optional<int> AirQualityIndex::of(std::string_view pollutant, Averaging averaging, double ug_m3) const {
    AqiPoint const* below = nullptr;
    for (AqiPoint const& point : points_) {
        if (point.pollutant != pollutant || point.averaging != averaging) continue;
        if (below != nullptr && ug_m3 <= point.ug_m3) {
            double const share = (ug_m3 - below->ug_m3) / (point.ug_m3 - below->ug_m3);
            return static_cast<int>(std::lround(below->index + share * (point.index - below->index)));
        }
        if (below == nullptr && ug_m3 < point.ug_m3) return std::nullopt;
        below = &point;
    }
    if (below == nullptr || below->index < highest_index) return std::nullopt;
    return highest_index;
}

AqiClass const* AirQualityIndex::class_of(int index) const {
    auto const found =
        std::ranges::find_if(classes_, [&](AqiClass const& each) { return each.low <= index && index <= each.high; });
    return found == classes_.end() ? nullptr : &*found;
}

std::optional<double> nowcast(std::span<std::optional<double> const> newest_first) {
    auto const hours = newest_first.first(std::min(newest_first.size(), nowcast_hours));
    auto const recent = hours.first(std::min<std::size_t>(hours.size(), 3));
    if (std::ranges::count_if(recent, [](auto const& c) { return c.has_value(); }) < 2) return std::nullopt;
    double least = std::ranges::find_if(hours, [](auto const& c) { return c.has_value(); })->value();
    double most = least;
    for (auto const& c : hours)
        if (c) {
            least = std::min(least, *c);
            most = std::max(most, *c);
        }
    constexpr double least_weight = 0.5;
    double const weight = most > 0 ? std::max(least / most, least_weight) : 1.0;
    double power = 1;
    double sum = 0;
    double weights = 0;
    for (auto const& c : hours) {
        if (c) {
            sum += power * *c;
            weights += power;
        }
        power *= weight;
    }
    return weight > least_weight ? sum / weights : least_weight * sum;
}

}  // namespace hacthanh::impact
