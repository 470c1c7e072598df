#include "sim/weather/inflow_class.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace hacthanh::weather {
namespace {

TEST(InflowClasses, WeatherThatIsAClassIsItAlone) {
    for (Conditions const now :
         {Conditions{2, 230, 0, 800}, Conditions{0.5, 0, -0.02, 100}, Conditions{4, 350, 0.64, 50}}) {
        auto const classes = inflow_classes(now);
        ASSERT_EQ(classes.size(), 1U);
        EXPECT_EQ(classes[0].wind_weight, 1);
        EXPECT_EQ(classes[0].turbulence_weight, 1);
        EXPECT_EQ(classes[0].conditions.wind_speed_m_s, now.wind_speed_m_s);
        EXPECT_EQ(classes[0].conditions.wind_from_deg, now.wind_from_deg);
        EXPECT_EQ(classes[0].conditions.inverse_obukhov_length, now.inverse_obukhov_length);
        EXPECT_EQ(classes[0].conditions.mixing_height_m, now.mixing_height_m);
    }
    EXPECT_EQ(inflow_classes({2, 230, 0, 800})[0].name, "from230_2ms_neutral_800m");
    EXPECT_EQ(inflow_classes({2, 360, 0, 800})[0].name, inflow_classes({2, 0, 0, 800})[0].name);
}

// The weighted sum of the classes' unit winds is the unit wind, and diffusivities get weights that add up to 1.
TEST(InflowClasses, SumUpToTheWeatherBetweenThem) {
    for (double from : {3.0, 127.5, 355.0, 359.9})
        for (double inverse : {0.0, 0.001, -0.03, 0.09, 2.0}) {
            double east = 0;
            double north = 0;
            double turbulence = 0;
            double mean_inverse = 0;
            auto const classes = inflow_classes({1.3, from, inverse, 333});
            EXPECT_LE(classes.size(), 4U);
            for (auto const& part : classes) {
                double const angle = part.conditions.wind_from_deg * std::numbers::pi / 180;
                east += part.wind_weight * std::sin(angle);
                north += part.wind_weight * std::cos(angle);
                turbulence += part.turbulence_weight;
                mean_inverse += part.turbulence_weight * part.conditions.inverse_obukhov_length;
                EXPECT_GE(part.turbulence_weight, 0);
                EXPECT_EQ(part.conditions.wind_speed_m_s, 1);
                EXPECT_NEAR(part.conditions.mixing_height_m, 282.84, 0.01);
            }
            EXPECT_NEAR(east, std::sin(from * std::numbers::pi / 180), 1e-12);
            EXPECT_NEAR(north, std::cos(from * std::numbers::pi / 180), 1e-12);
            EXPECT_NEAR(turbulence, 1, 1e-12);
            EXPECT_NEAR(mean_inverse, std::fmin(inverse, 0.64), 1e-12);
        }
}

}  // namespace
}  // namespace hacthanh::weather
