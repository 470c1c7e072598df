/// Sunlight and temperature of a run, which photolysis is made of: what is observed, else the sun's height and the
/// cloud.

#include "sim/core/error.hpp"
#include "sim/weather/solar.hpp"
#include "sim/weather/weather.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

namespace hacthanh::weather {
namespace {

constexpr double midnight_utc_s = 1768410000;  // 2026-01-15 00:00 at +07:00
constexpr double noon_s = 12 * 3600, three_s = 3 * 3600;

class Sunlight : public testing::Test {
protected:
    Sunlight() {
        options_.wind_speed_m_s = 2;
        options_.wind_from_deg = 60;
        options_.latitude_deg = 19.8;
        options_.longitude_deg = 105.8;
    }

    static double clear_sky(double time_s) {
        double const elevation = solar_elevation_deg(midnight_utc_s + time_s, 19.8, 105.8);
        return 990 * std::sin(elevation * std::numbers::pi / 180) - 30;
    }
    Weather constant() const { return Weather(options_, {midnight_utc_s, noon_s, noon_s + 3600, {}, {}}); }

    /// Three hours around noon with what `set` puts into each.
    template <class Set>
    Weather observed(Set const& set) const {
        state::WeatherRecord record;
        record.file = "hours.csv";
        for (int n = 0; n < 3; ++n) {
            state::WeatherObservation row;
            row.time_utc_s = midnight_utc_s + noon_s + 3600 * (n - 1);
            row.line = static_cast<std::size_t>(n) + 2;
            row.wind_speed = 2;
            row.wind_from_deg = 60;
            set(row);
            record.observations.push_back(row);
        }
        return {options_, record, {midnight_utc_s, noon_s, noon_s + 3600, {}, {}}};
    }

    WeatherOptions options_;
};

/// (990 sin h - 30)(1 - 0.75 N^3.4), Holtslag & van Ulden 1983.
TEST_F(Sunlight, IsTheSunsHeightThroughTheCloud) {
    EXPECT_NEAR(global_radiation(90, 0), 960, 1e-9);
    EXPECT_NEAR(global_radiation(30, 0), 465, 1e-9);
    EXPECT_NEAR(global_radiation(30, 1), 0.25 * 465, 1e-9);
    EXPECT_NEAR(global_radiation(30, 0.5), 465 * (1 - 0.75 * std::pow(0.5, 3.4)), 1e-9);
    EXPECT_EQ(global_radiation(1, 0), 0);
    EXPECT_EQ(global_radiation(-20, 0.3), 0);
}

TEST_F(Sunlight, OfARunFollowsTheSettingForClouds) {
    for (double const cloud : {0.0, 0.4, 1.0}) {
        options_.cloud_cover = cloud;
        double const expected = clear_sky(noon_s) * (1 - 0.75 * std::pow(cloud, 3.4));
        EXPECT_GT(expected, 100);
        EXPECT_NEAR(constant().sunlight(noon_s), expected, 1e-9 * expected) << cloud;
        EXPECT_EQ(constant().sunlight(three_s), 0) << "night";
    }
}

TEST_F(Sunlight, WhatIsObservedComesFirst) {
    options_.cloud_cover = 0;
    options_.temperature_c = 25;
    auto const clouds = observed([](auto& row) { row.cloud_cover = 0.8; });
    EXPECT_NEAR(clouds.sunlight(noon_s), clear_sky(noon_s) * (1 - 0.75 * std::pow(0.8, 3.4)), 1e-9 * clear_sky(noon_s));
    EXPECT_NEAR(clouds.temperature(noon_s), 298.15, 1e-9);
    auto const measured = observed([](auto& row) {
        row.cloud_cover = 0.8;
        row.global_radiation = 333;
        row.temperature = 290;
    });
    EXPECT_NEAR(measured.sunlight(noon_s), 333, 1e-9);
    EXPECT_NEAR(measured.temperature(noon_s), 290, 1e-9);
}

TEST_F(Sunlight, WithoutAPlaceIsRefused) {
    options_.latitude_deg.reset();
    try {
        constant().sunlight(noon_s);
        FAIL() << "not refused";
    } catch (InputError const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("weather.latitude_deg"));
    }
}

}  // namespace
}  // namespace hacthanh::weather
