// The rule for calms: a least wind, and meander that grows as the wind falls; never a silent skip.

#include "sim/weather/calm.hpp"

#include "sim/weather/inflow.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::weather {
namespace {

state::InflowProfile profile(double speed, double least_wind = 0.5, double meander = 0.5) {
    static mesh::CityMesh const mesh({0, 0, 100, 100}, {});
    WeatherOptions options;
    options.wind_speed_m_s = speed;
    options.min_wind_m_s = least_wind;
    options.meander_m_s = meander;
    return make_inflow_profile(options, mesh, 0.8);
}

// m = 8.5 / 1.5^2 = 34/9 at 0.5 m/s: T = (200 m + 350) m / (2 pi (m^2 + 1)) = 43.5 s, times 0.5^2.
TEST(Meander, IsTheFormulaAtAPoint) {
    double const m = 34.0 / 9;
    EXPECT_NEAR(meander_diffusivity(0.5, 0, 0.5), 0.25 * (200 * m + 350) * m / (6.283185307179586 * (m * m + 1)),
                1e-12);
    EXPECT_NEAR(meander_diffusivity(0.5, 0, 0.5), 10.9, 0.1);
}

TEST(Meander, FadesWhereTurbulenceDoesTheSpreading) {
    EXPECT_EQ(meander_diffusivity(3, 0.5, 0.5), 0);
    EXPECT_EQ(meander_diffusivity(3, 2, 0.5), 0);
    EXPECT_EQ(meander_diffusivity(0.5, 0, 0), 0);
    EXPECT_LT(meander_diffusivity(1, 0.4, 0.5), meander_diffusivity(1, 0.1, 0.5));
}

TEST(Calm, NoWindBlowsAsTheLeastWind) {
    auto const none = profile(0);
    auto const least = profile(0.5);
    EXPECT_EQ(none.speed, least.speed);
    EXPECT_EQ(none.horizontal_diffusivity, least.horizontal_diffusivity);
    EXPECT_EQ(none.measured_wind_speed, 0);
    EXPECT_EQ(none.site_wind_speed, 0.5);
    EXPECT_GT(none.speed.back(), 0);
}

TEST(Calm, SpeedIsContinuousAndTheAngleOfTheMeanderGrowsAsTheWindFalls) {
    double angle_before = 0;
    for (double speed : {4.0, 2.0, 1.5, 1.0, 0.8, 0.6, 0.5}) {
        auto const now = profile(speed);
        EXPECT_EQ(now.site_wind_speed, speed);
        double const sigma_v = 1.9 * now.friction_velocity;
        double const angle = std::sqrt(std::max(0.25, sigma_v * sigma_v)) / speed;
        EXPECT_GE(angle, angle_before);
        angle_before = angle;
        EXPECT_NEAR(now.meander_diffusivity, meander_diffusivity(speed, sigma_v, 0.5), 1e-12);
    }
    EXPECT_EQ(profile(4).meander_diffusivity, 0);
    EXPECT_GT(profile(0.5).meander_diffusivity, profile(1.5).meander_diffusivity);
}

TEST(Calm, MeanderIsOnTopOfTheHorizontalDiffusivityAndNowhereElse) {
    auto const with = profile(0.6);
    auto const without = profile(0.6, 0.5, 0);
    EXPECT_EQ(with.vertical_diffusivity, without.vertical_diffusivity);
    EXPECT_EQ(with.speed, without.speed);
    for (std::size_t k = 0; k < with.speed.size(); ++k)
        EXPECT_NEAR(with.horizontal_diffusivity[k] - without.horizontal_diffusivity[k], with.meander_diffusivity,
                    1e-12);
}

}  // namespace
}  // namespace hacthanh::weather
