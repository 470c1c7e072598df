// How a neighbourhood slows the wind, and when it does not.

#include "sim/wind/detail/urban_canopy.hpp"

#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/wind_cases.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <optional>

namespace hacthanh::test {
namespace {

using wind::detail::GroundRoughness;
using wind::detail::UrbanCanopy;

constexpr GroundRoughness ground{0.02, 0};

class UrbanCanopyTest : public testing::Test {
protected:
    UrbanCanopy canopy(std::vector<city::Building> const& city) {
        mesh_.emplace(mesh::block_buildings(open_mesh(100, 100, 16, 2, 32), city, {}, parallel_).mesh);
        return {*mesh_, {}, wind::blows_to(270), ground, parallel_};
    }
    static double free_speed(double z) { return std::log(z / ground.length); }
    static std::vector<city::Building> array(double pitch) {
        std::vector<city::Building> city;
        for (double y = 20; y < 180; y += pitch)
            for (double x = 40; x < 180; x += pitch) city.push_back(box_building(x, y, x + 10, y + 10, 10));
        return city;
    }

    Parallel parallel_{1};
    std::optional<mesh::CityMesh> mesh_;
};

TEST_F(UrbanCanopyTest, OneBuildingIsNoCanopy) {
    auto const one = canopy({box_building(100, 100, 110, 110, 10)});
    for (std::size_t column = 0; column < 100 * 100; ++column) ASSERT_EQ(one.at(column).weight, 0);
}

TEST_F(UrbanCanopyTest, SlowsBelowAndJustAboveRoofsAndNeverSpeedsUp) {
    auto const dense = canopy(array(20));
    auto const& column = dense.at(50 * 100 + 60);
    EXPECT_EQ(column.weight, 1);
    EXPECT_NEAR(column.height, 10, 0.1);
    double before = 0;
    for (double z = 0.5; z < 30; z += 0.5) {
        double const free = free_speed(z);
        double const slowed = dense.speed(column, z, free, free_speed(column.height));
        EXPECT_LE(slowed, free);
        EXPECT_GE(slowed, before - 1e-12) << "falls with height at " << z;
        before = slowed;
    }
    EXPECT_LT(dense.speed(column, 5, free_speed(5), free_speed(column.height)), 0.75 * free_speed(5));
    EXPECT_LT(dense.speed(column, 11, free_speed(11), free_speed(column.height)), 0.9 * free_speed(11));
    EXPECT_EQ(dense.speed(column, 21, free_speed(21), free_speed(column.height)), free_speed(21));
}

TEST_F(UrbanCanopyTest, RoughnessIsMacdonaldsForCubesAtAQuarter) {
    auto const dense = canopy(array(20));
    auto const& column = dense.at(50 * 100 + 60);
    // d/H = 1 + 4.43^-0.25 (0.25 - 1) = 0.483, z0/H = 0.123; the averages over 4 H ripple by a few per cent
    EXPECT_NEAR(column.displacement / column.height, 0.483, 0.06);
    EXPECT_NEAR(column.roughness / column.height, 0.123, 0.03);
}

TEST_F(UrbanCanopyTest, FadesWithDistanceBetweenBuildings) {
    auto const at_middle = [&](double pitch) { return canopy(array(pitch)).at(50 * 100 + 60).weight; };
    EXPECT_EQ(at_middle(20), 1);
    EXPECT_LT(at_middle(28), 1);
    EXPECT_EQ(at_middle(50), 0);
}

TEST_F(UrbanCanopyTest, BeginsBehindTheFirstRowNotAhead) {
    auto const dense = canopy(array(20));
    EXPECT_EQ(dense.at(50 * 100 + 2).weight, 0) << "36 m upwind";
    EXPECT_LT(dense.at(50 * 100 + 19).weight, 0.6) << "at the first wall";
}

}  // namespace
}  // namespace hacthanh::test
