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

/// f = [2 sigma_v^2 + u^2 (1 - exp(-t / 24 h))] / U^2 (Cimorelli et al. 2005): of the wind's turning, and of what a day
/// forgets on a long way.
TEST(SurfaceLayer, MeanderGrowsWithTheWayAndTheTurbulence) {
    auto open = profile_of(0);
    open.roughness_length = 0.05;
    open.displacement_height = 0;
    auto const air = surface_layer(open);
    LinePlume const plume(air, {1, 1, 2, {}, 0});
    for (double const x : {10.0, 1000.0, 20000.0}) {
        double const speed = plume.spread(x).speed, across = 2 * air.sigma_v * air.sigma_v;
        double const forgotten = 1 - std::exp(-std::hypot(x, 1) / speed / 86400);
        double const expected = (across + (speed * speed - across) * forgotten) / (speed * speed);
        EXPECT_NEAR(plume.meander_share(x), expected, 1e-9) << x;
        EXPECT_GT(plume.meander_share(x), across / (speed * speed)) << x;
    }
}

}  // namespace
}  // namespace hacthanh::dispersion
