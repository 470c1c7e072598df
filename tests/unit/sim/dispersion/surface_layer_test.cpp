/// The air that Gaussian plumes are made of, from what the weather gives.

#include "sim/dispersion/line_plume.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::dispersion {
namespace {

state::InflowProfile profile_of(double inverse_length) {
    state::InflowProfile profile;
    profile.friction_velocity = 0.3;
    profile.roughness_length = 0.5;
    profile.displacement_height = 2;
    profile.inverse_obukhov_length = inverse_length;
    profile.mixing_height = 900;
    return profile;
}

/// sigma_v^2 = (1.9 u*)^2 + (0.6 w*)^2, w*^3 = u*^3 zi / (kappa |L|); Venkatram et al. 2013.
TEST(SurfaceLayer, WindAcrossIsMechanicalAndConvective) {
    EXPECT_NEAR(surface_layer(profile_of(0)).sigma_v, 1.9 * 0.3, 1e-12);
    EXPECT_NEAR(surface_layer(profile_of(0.05)).sigma_v, 1.9 * 0.3, 1e-12);
    double const convective = 0.3 * std::cbrt(900 * 0.02 / 0.4);
    EXPECT_NEAR(surface_layer(profile_of(-0.02)).sigma_v, std::hypot(1.9 * 0.3, 0.6 * convective), 1e-12);
}

TEST(SurfaceLayer, NeutralWindIsALogarithmOverRoughnessAndDisplacement) {
    auto const air = surface_layer(profile_of(0));
    EXPECT_NEAR(air.speed(12), 0.3 / 0.4 * std::log(10 / 0.5), 1e-12);
    EXPECT_EQ(air.speed(2.5), 0);
    EXPECT_EQ(air.speed(1), 0);
    EXPECT_EQ(air.mixing_height, 900);
}

}  // namespace
}  // namespace hacthanh::dispersion
