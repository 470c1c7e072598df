// Observations of a wind that turns and swells smoothly: the steps that a run sees converge to it.

#include "sim/weather/weather.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace hacthanh::weather {
namespace {

constexpr double day_s = 86400;

double from_east(double t) { return 3 + 2 * std::sin(2 * std::numbers::pi * t / day_s); }
double from_north(double t) { return 1.5 * std::cos(4 * std::numbers::pi * t / day_s); }

/// Largest error of the wind vector [m/s] when it is observed every `spacing_s`.
double error(double spacing_s) {
    state::WeatherRecord record;
    for (double t = 0; t <= day_s; t += spacing_s) {
        state::WeatherObservation row;
        row.time_utc_s = t;
        row.wind_speed = std::hypot(from_east(t), from_north(t));
        double const angle = std::atan2(from_east(t), from_north(t)) * 180 / std::numbers::pi;
        row.wind_from_deg = angle < 0 ? angle + 360 : angle;
        record.observations.push_back(row);
    }
    WeatherOptions options;
    options.max_gap_hours = 12;
    Weather const weather(options, record, {0, 0, day_s, {}, {}});
    double worst = 0;
    for (double t = 0; t <= day_s; t += 97) {
        auto const now = weather.at(t);
        double const angle = now.wind_from_deg * std::numbers::pi / 180;
        worst = std::max(worst, std::hypot(now.wind_speed_m_s * std::sin(angle) - from_east(t),
                                           now.wind_speed_m_s * std::cos(angle) - from_north(t)));
    }
    return worst;
}

TEST(WindBetweenObservations, ConvergesWithSecondOrder) {
    double const coarse = error(3600);
    double const middle = error(1800);
    double const fine = error(900);
    EXPECT_GT(std::log2(coarse / middle), 1.9);
    EXPECT_GT(std::log2(middle / fine), 1.9);
}

}  // namespace
}  // namespace hacthanh::weather
