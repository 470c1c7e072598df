// The formulas of the first guess: published lengths, and vortices that keep their air.

#include "sim/wind/detail/vortex_zones.hpp"

#include "tests/support/built_city.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::test {
namespace {

using namespace wind::detail;  // NOLINT: the tested formulas

BlockShape shape(double length, double width, double height, double wind_from = 270) {
    auto const building = box_building(0, 0, length, width, height);
    return shape_of({{&building.footprint}, 0, height, length * width}, wind::blows_to(wind_from));
}

TEST(VortexZones, CavityLengthsAreRoecklesForCubeAndTower) {
    EXPECT_NEAR(shape(10, 10, 10).cavity_length / 10, 1.45, 0.005);
    EXPECT_NEAR(shape(10, 10, 20).cavity_length / 20, 0.99, 0.005);
}

TEST(VortexZones, ADimensionIsWhatTheWindSees) {
    auto const west = shape(30, 10, 12, 270);
    EXPECT_DOUBLE_EQ(west.width, 10);
    EXPECT_DOUBLE_EQ(west.length, 30);
    auto const north = shape(30, 10, 12, 0);
    EXPECT_DOUBLE_EQ(north.width, 30);
    EXPECT_DOUBLE_EQ(north.length, 10);
    EXPECT_GT(north.cavity_length, west.cavity_length);
}

TEST(VortexZones, TheCavityEndsAtRoofAndEdges) {
    auto const cube = shape(10, 10, 10);
    EXPECT_DOUBLE_EQ(cavity_reach(cube, 0, 0), cube.cavity_length);
    EXPECT_EQ(cavity_reach(cube, 0, 10), 0);
    EXPECT_EQ(cavity_reach(cube, 5, 2), 0);
    EXPECT_EQ(cavity_speed(cube, 6, 0, 6), 0);
    EXPECT_EQ(wake_share(6, 6), 0);
    EXPECT_GT(wake_share(18, 6), 0.8);
}

TEST(VortexZones, TheCanyonVortexLosesNoAirBelowItsCentre) {
    double const gap = 12;
    double const depth = 15;
    double const h = 1e-4;
    for (double x : {1.0, 4.0, 6.0, 9.5})
        for (double z : {1.0, 4.0, 8.0}) {
            double const du = canyon_flow(x + h, z, gap, depth, 1).s - canyon_flow(x - h, z, gap, depth, 1).s;
            double const dw = canyon_flow(x, z + h, gap, depth, 1).w - canyon_flow(x, z - h, gap, depth, 1).w;
            EXPECT_NEAR((du + dw) / (2 * h), 0, 1e-7) << x << " " << z;
        }
}

TEST(VortexZones, TheCanyonVortexTurnsTheRightWayAndStaysFinite) {
    EXPECT_LT(canyon_flow(6, 1, 12, 12, 1).s, 0);
    EXPECT_GT(canyon_flow(0.5, 8, 12, 12, 1).w, 0);
    EXPECT_LT(canyon_flow(11.5, 8, 12, 12, 1).w, 0);
    EXPECT_NEAR(canyon_flow(3, 12, 12, 12, 1).w, 0, 1e-12);
    EXPECT_NEAR(canyon_flow(3, 0, 12, 12, 1).w, 0, 1e-12);
    auto const narrow = canyon_flow(0.05, 1, 0.1, 300, 1);
    EXPECT_TRUE(std::isfinite(narrow.s) && std::isfinite(narrow.w));
    EXPECT_NEAR(narrow.s, 0, 1e-12);
}

// What does not rise at the lee wall is still on its way to it, for the projection to lead out sideways.
TEST(VortexZones, OpenEndsTakeTheirShareOfTheAirThatRises) {
    EXPECT_DOUBLE_EQ(rising_share(12, 12), 1.0 / 3) << "a cube's street";
    EXPECT_GT(rising_share(1200, 12), 0.98);
    double const share = rising_share(12, 12);
    EXPECT_NEAR(canyon_flow(2, 5, 12, 12, share).w, share * canyon_flow(2, 5, 12, 12, 1).w, 1e-12);
    EXPECT_NEAR(canyon_flow(0, 1, 12, 12, share).s, (1 - share) * canyon_flow(6, 1, 12, 12, 1).s, 1e-12);
    EXPECT_NEAR(canyon_flow(6, 1, 12, 12, share).s, canyon_flow(6, 1, 12, 12, 1).s, 1e-12) << "no step in the middle";
    EXPECT_DOUBLE_EQ(canyon_flow(9, 1, 12, 12, share).s, canyon_flow(9, 1, 12, 12, 1).s)
        << "as before at the other wall";
    EXPECT_DOUBLE_EQ(canyon_flow(9, 1, 12, 12, share).w, canyon_flow(9, 1, 12, 12, 1).w);
}

TEST(VortexZones, TheShearLayerIsHalfAtTheRoofAndSpreads) {
    EXPECT_DOUBLE_EQ(shear_share(5, 0), 0.5);
    EXPECT_EQ(shear_share(5, 10), 1);
    EXPECT_EQ(shear_share(5, -10), 0);
    EXPECT_LT(shear_share(10, 0.5), shear_share(5, 0.5));
}

}  // namespace
}  // namespace hacthanh::test
