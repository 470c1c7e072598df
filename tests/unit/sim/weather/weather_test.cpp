#include "sim/weather/weather.hpp"

#include "sim/core/error.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/weather/stability.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::weather {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr double midnight_utc_s = 1768410000;  // 2026-01-15 00:00 at +07:00

/// Hourly observations from local midnight on.
class WeatherTest : public testing::Test {
protected:
    void hour(double hour, std::optional<double> speed, std::optional<double> from_deg) {
        state::WeatherObservation row;
        row.time_utc_s = midnight_utc_s + 3600 * hour;
        row.line = record_.observations.size() + 2;
        row.wind_speed = speed;
        row.wind_from_deg = from_deg;
        record_.observations.push_back(row);
    }
    state::WeatherObservation& last() { return record_.observations.back(); }

    /// The clock of the run begins at midnight.
    Weather weather(double begin_hour, double end_hour) const {
        return {options_, record_, {midnight_utc_s, 3600 * begin_hour, 3600 * end_hour, {}, {}}};
    }
    std::string refusal(double begin_hour, double end_hour) const {
        try {
            weather(begin_hour, end_hour);
        } catch (InputError const& error) {
            return error.what();
        }
        return "not refused";
    }

    WeatherTest() { record_.file = "hours.csv"; }
    WeatherOptions options_;
    state::WeatherRecord record_;
};

TEST_F(WeatherTest, ConstantWeatherIsWhatTheSettingsSay) {
    options_.wind_speed_m_s = 3;
    options_.wind_from_deg = 230;
    options_.monin_obukhov_length_m = -20;
    Weather const weather(options_);
    EXPECT_TRUE(weather.constant());
    EXPECT_EQ(weather.n_intervals(), 1U);
    EXPECT_EQ(weather.interval_at(1e6), 0U);
    auto const now = weather.in_interval(0);
    EXPECT_NEAR(now.wind_speed_m_s, 3, 1e-12);
    EXPECT_EQ(now.wind_from_deg, 230);
    EXPECT_EQ(now.inverse_obukhov_length, -0.05);
    EXPECT_EQ(now.mixing_height_m, 800);
}

TEST_F(WeatherTest, TheWindVectorGoesStraightBetweenObservations) {
    hour(7, 2, 0);
    hour(8, 2, 90);
    auto const turning = weather(7, 8);
    auto const half = turning.at(7.5 * 3600);
    EXPECT_NEAR(half.wind_speed_m_s, std::sqrt(2), 1e-12);
    EXPECT_NEAR(half.wind_from_deg, 45, 1e-9);
    EXPECT_NEAR(turning.at(7 * 3600).wind_from_deg, 0, 1e-9);
    EXPECT_NEAR(turning.at(8 * 3600).wind_from_deg, 90, 1e-9);
}

TEST_F(WeatherTest, AcrossNorthItTakesTheShortWay) {
    hour(7, 3, 350);
    hour(8, 3, 10);
    double const angle = weather(7, 8).at(7.5 * 3600).wind_from_deg;
    EXPECT_NEAR(std::min(angle, 360 - angle), 0, 1e-9);
}

TEST_F(WeatherTest, ACalmIsAValueAndItsDirectionTheLastKnown) {
    hour(6, 2, 40);
    hour(7, 0, {});
    hour(8, 1.5, {});
    hour(9, 2, 200);
    auto const calm = weather(6, 9);
    EXPECT_EQ(calm.at(7 * 3600).wind_speed_m_s, 0);
    EXPECT_EQ(calm.at(7 * 3600).wind_from_deg, 40);
    EXPECT_NEAR(calm.at(6.5 * 3600).wind_speed_m_s, 1, 1e-12);
    EXPECT_EQ(calm.at(8 * 3600).wind_from_deg, 40);  // variable: held
    EXPECT_THAT(calm.notes(), testing::Contains(HasSubstr("2 observations without a direction")));
}

TEST_F(WeatherTest, IntervalsHaveTheWeatherOfTheirMiddle) {
    hour(7, 1, 0);
    hour(8, 7, 0);
    options_.update_interval_s = 1200;
    auto const steps = weather(7, 8);
    EXPECT_EQ(steps.n_intervals(), 3U);
    EXPECT_NEAR(steps.in_interval(0).wind_speed_m_s, 2, 1e-12);
    EXPECT_NEAR(steps.in_interval(2).wind_speed_m_s, 6, 1e-12);
    EXPECT_EQ(steps.interval_at(7 * 3600 + 1199), 0U);
    EXPECT_EQ(steps.interval_at(7 * 3600 + 1200), 1U);
    EXPECT_EQ(steps.interval_begin_s(2), 7 * 3600 + 2400);
}

TEST_F(WeatherTest, AGapIsBridgedUpToTheLimitAndRefusedBeyond) {
    hour(6, 1, 0);
    hour(7, {}, 0);
    hour(9, 4, 0);
    EXPECT_NEAR(weather(6, 9).at(7 * 3600).wind_speed_m_s, 2, 1e-12);
    options_.max_gap_hours = 2;
    EXPECT_THAT(refusal(6, 9), AllOf(HasSubstr("hours.csv:4"), HasSubstr("no wind from"), HasSubstr("max_gap_hours")));
}

TEST_F(WeatherTest, ARunOutsideOfTheRecordIsRefused) {
    hour(6, 1, 0);
    hour(7, 1, 0);
    EXPECT_NO_THROW(weather(6, 8));  // the last one holds for an hour
    EXPECT_THAT(refusal(6, 10), AllOf(HasSubstr("hours.csv:3"), HasSubstr("last observation"), HasSubstr("time.date")));
    EXPECT_THAT(refusal(2, 6), AllOf(HasSubstr("hours.csv:2"), HasSubstr("first observation")));
    EXPECT_THAT(refusal(100, 101), HasSubstr("no wind from"));
}

TEST_F(WeatherTest, AWindWithoutAnyDirectionIsRefused) {
    hour(6, 1, {});
    hour(7, 1, {});
    EXPECT_THAT(refusal(6, 7), HasSubstr("wind direction"));
}

TEST_F(WeatherTest, ALengthInTheRecordIsTakenAndItsInverseIsLinear) {
    hour(7, 2, 0);
    last().inverse_obukhov_length = 0.1;
    hour(8, 2, 0);
    last().inverse_obukhov_length = -0.1;
    EXPECT_NEAR(weather(7, 8).at(7.25 * 3600).inverse_obukhov_length, 0.05, 1e-12);
}

TEST_F(WeatherTest, AFrictionVelocityStandsForTheWind) {
    hour(7, 2, 0);
    last().inverse_obukhov_length = 0.02;
    last().friction_velocity = 0.2;
    double const wind = weather(7, 7.5).at(7 * 3600).wind_speed_m_s;
    EXPECT_NEAR(friction_velocity_at_10_m(wind, options_.met_site_roughness_m, 0.02), 0.2, 1e-12);
}

TEST_F(WeatherTest, CloudAndSunMakeTheStability) {
    options_.latitude_deg = 19.8;
    options_.longitude_deg = 105.8;
    for (double h : {2.0, 3.0, 12.0, 13.0}) {
        hour(h, 1.5, 60);
        last().cloud_cover = 0.1;
    }
    auto const night = weather(2, 3);
    EXPECT_EQ(night.at(2 * 3600).inverse_obukhov_length, golder_inverse_length(7, 0.03));
    auto const noon = weather(12, 13);
    EXPECT_EQ(noon.at(12 * 3600).inverse_obukhov_length, golder_inverse_length(2, 0.03));  // sun at 49 degrees
    EXPECT_THAT(noon.notes(), testing::Contains(HasSubstr("Turner 1964")));
    options_.latitude_deg.reset();
    EXPECT_THAT(refusal(2, 3), AllOf(HasSubstr("hours.csv"), HasSubstr("weather.latitude_deg")));
    options_.stability = "neutral";
    EXPECT_EQ(weather(2, 3).at(2 * 3600).inverse_obukhov_length, 0);
    options_.stability = "given";
    EXPECT_THAT(refusal(2, 3), HasSubstr("no Monin-Obukhov length"));
}

TEST_F(WeatherTest, RadiationMakesTheStabilityByDay) {
    options_.latitude_deg = 19.8;
    options_.longitude_deg = 105.8;
    hour(12, 2.5, 60);
    last().global_radiation = 700;
    hour(13, 2.5, 60);
    last().global_radiation = 700;
    EXPECT_EQ(weather(12, 13).at(12 * 3600).inverse_obukhov_length, golder_inverse_length(2, 0.03));
}

TEST_F(WeatherTest, TheMixedLayerGrowsInTheSunCollapsesAtNightAndKeepsUnderTheInversion) {
    options_.mixing = "diagnosed";
    options_.latitude_deg = 19.8;
    options_.longitude_deg = 105.8;
    for (int h = 0; h <= 23; ++h) {
        hour(h, 2.5, 60);
        bool const day = h >= 7 && h <= 16;
        last().inverse_obukhov_length = day ? -0.05 : 0.05;
    }
    auto const run = weather(1, 23);
    auto const height = [](Weather const& weather, double hour) { return weather.at(3600 * hour).mixing_height_m; };
    EXPECT_LT(height(run, 5), 200);
    for (int h = 9; h <= 16; ++h) EXPECT_GT(height(run, h), height(run, h - 1)) << h;
    EXPECT_GT(height(run, 16), 500);
    EXPECT_LT(height(run, 18), 200);
    options_.inversion_height_m = 250;
    auto const lid = weather(1, 23);
    EXPECT_EQ(height(lid, 15), 250);
    EXPECT_EQ(height(lid, 4), height(run, 4));
}

TEST_F(WeatherTest, ARoseNeedsAClass) {
    record_.file = "rose.csv";
    record_.rose = {{2, 0.7, 2.0, 30, 'D', {}}, {3, 0.3, 0.2, 0, 'F', 120.0}};
    EXPECT_THAT(refusal(0, 1), AllOf(HasSubstr("rose.csv"), HasSubstr("must be 1 to 2"), HasSubstr("70.00 %")));
    options_.rose_class = 2;
    auto const calm = weather(0, 1);
    EXPECT_TRUE(calm.constant());
    auto const now = calm.in_interval(0);
    EXPECT_NEAR(now.wind_speed_m_s, 0.2, 1e-12);
    EXPECT_EQ(now.mixing_height_m, 120);
    EXPECT_EQ(now.inverse_obukhov_length, golder_inverse_length(6, 0.03));
    EXPECT_THAT(calm.notes(), testing::Contains(HasSubstr("30.00 %")));
}

}  // namespace
}  // namespace hacthanh::weather
