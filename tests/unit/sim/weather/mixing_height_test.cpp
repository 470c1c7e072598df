#include "sim/weather/mixing_height.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::weather {
namespace {

constexpr double coriolis_at_20_n = 2 * 7.2921e-5 * 0.34202014332566873;

MixingInput input(double friction_velocity, double inverse_length = 0, double lapse_rate = 0.005) {
    return {friction_velocity, inverse_length, 298.15, 20, lapse_rate};
}

// Each term of the formula alone, where it rules.
TEST(MechanicalMixingHeight, HasTheThreeLimits) {
    double const f = coriolis_at_20_n;
    EXPECT_NEAR(mechanical_mixing_height(input(0.3, 0, 1e-14)), 0.6 * 0.3 / f, 2);
    double const n = std::sqrt(9.80665 / 298.15 * 0.05);
    EXPECT_NEAR(mechanical_mixing_height(input(0.3, 0, 0.05)) / (1.36 * 0.3 / std::sqrt(f * n)), 1, 0.01);
    EXPECT_NEAR(mechanical_mixing_height(input(0.3, 0.1, 1e-14)) / (0.51 * std::sqrt(0.4 * 0.3 * 10 / f)), 1, 0.02);
}

TEST(MechanicalMixingHeight, GrowsWithWindAndShrinksWithStability) {
    EXPECT_GT(mechanical_mixing_height(input(0.4)), mechanical_mixing_height(input(0.2)));
    EXPECT_LT(mechanical_mixing_height(input(0.3, 0.05)), mechanical_mixing_height(input(0.3, 0.01)));
    EXPECT_EQ(mechanical_mixing_height(input(0.3, -0.05)), mechanical_mixing_height(input(0.3)));
    EXPECT_EQ(mechanical_mixing_height(input(0.001, 0.1)), 50);
    MixingInput equator = input(0.3);
    equator.latitude_deg = 0;
    EXPECT_LT(mechanical_mixing_height(equator), 3000);
}

// 0.1 K m/s, about 120 W/m2, into 5 K/km for six hours: sqrt(2 x 1.4 x 0.1 x 21600 / 0.005) = 1100 m.
TEST(ConvectiveMixingHeight, EatsIntoAStableLayer) {
    MixingInput sunny = input(0.3);
    sunny.inverse_obukhov_length = -0.1 * 0.4 * 9.80665 / (0.027 * 298.15);
    EXPECT_NEAR(kinematic_heat_flux(sunny), 0.1, 1e-12);
    EXPECT_NEAR(std::sqrt(convective_growth(sunny, 6 * 3600)), 1099.8, 0.1);
    EXPECT_EQ(convective_growth(input(0.3, 0.02), 3600), 0);
    EXPECT_EQ(convective_growth(input(0.3), 3600), 0);
}

}  // namespace
}  // namespace hacthanh::weather
