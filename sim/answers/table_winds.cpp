#include "sim/answers/table_winds.hpp"

#include "sim/answers/year.hpp"
#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::answers {
namespace {

using Weights = std::vector<std::pair<std::size_t, double>>;

/// Adds the tables of one speed around a direction. @param weight  of that speed
void add_speed(Weights& weights, std::span<TableWind const> tables, double speed, double from_deg, double weight) {
    std::vector<std::pair<double, std::size_t>> of_speed;
    for (std::size_t n = 0; n < tables.size(); ++n)
        if (tables[n].speed_m_s == speed) of_speed.emplace_back(tables[n].from_deg, n);
    std::ranges::sort(of_speed);
    std::vector<double> directions;
    for (auto const& [direction, table] : of_speed) directions.push_back(direction);
    for (auto const& [n, share] : around(directions, from_deg))
        if (weight * share != 0) weights.emplace_back(of_speed[n].second, weight * share);
}

}  // namespace

Weights around_wind(std::span<TableWind const> tables, double from_deg, double speed_m_s) {
    HACTHANH_EXPECT(!tables.empty() && speed_m_s > 0);
    std::vector<double> speeds;
    for (auto const& table : tables) speeds.push_back(table.speed_m_s);
    std::ranges::sort(speeds);
    auto const upper = std::ranges::upper_bound(speeds, speed_m_s);
    double const high = upper == speeds.end() ? speeds.back() : *upper;
    double const low = upper == speeds.begin() ? speeds.front() : *(upper - 1);
    Weights weights;
    double const part = high > low ? std::log(speed_m_s / low) / std::log(high / low) : 0;
    add_speed(weights, tables, low, from_deg, (1 - part) * low / speed_m_s);
    if (part > 0) add_speed(weights, tables, high, from_deg, part * high / speed_m_s);
    return weights;
}

}  // namespace hacthanh::answers
