#include "sim/city/street_canyon.hpp"

#include "tests/support/built_city.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::city {
namespace {

Road road(Polyline axis) {
    Road made;
    made.axis = std::move(axis);
    return made;
}

// A street of 20 m to the east, 10 m houses on its left (north), 30 m on its right.
City street() {
    City city;
    city.roads = {road({{0, 0}, {200, 0}})};
    city.buildings = {test::box_building(-50, 12, 250, 30, 10), test::box_building(-50, -40, 250, -8, 30)};
    return city;
}

TEST(StreetCanyons, HaveTheWidthHeightsAndSkyOfAnEndlessStreet) {
    auto const canyon = street_canyons(street()).front();
    EXPECT_NEAR(canyon.width_m, 20, 1e-12);
    EXPECT_NEAR(canyon.height_left_m, 10, 1e-12);
    EXPECT_NEAR(canyon.height_right_m, 30, 1e-12);
    EXPECT_NEAR(canyon.aspect_ratio, 1, 1e-12);
    double const left = 12 / std::hypot(12.0, 10.0);
    double const right = 8 / std::hypot(8.0, 30.0);
    EXPECT_NEAR(canyon.sky_view_factor, 0.5 * (left + right), 1e-12);
    EXPECT_EQ(canyon.covered, 0);
}

TEST(StreetCanyons, TurnWithTheRoadAndItsDirection) {
    auto city = street();
    auto const one = street_canyons(city).front();
    city.roads.front().axis = {{200, 0}, {0, 0}};
    auto const back = street_canyons(city).front();
    EXPECT_EQ(back.height_left_m, one.height_right_m);
    EXPECT_EQ(back.height_right_m, one.height_left_m);
    EXPECT_NEAR(back.sky_view_factor, one.sky_view_factor, 1e-12);
    double const c = std::cos(0.7);
    double const s = std::sin(0.7);
    auto const turn = [&](Polyline& line) {
        for (Point& p : line) p = {p.x * c - p.y * s, p.x * s + p.y * c};
    };
    turn(city.roads.front().axis);
    for (auto& building : city.buildings) turn(building.footprint.outer);
    auto const turned = street_canyons(city).front();
    EXPECT_NEAR(turned.width_m, back.width_m, 1e-9);
    EXPECT_NEAR(turned.sky_view_factor, back.sky_view_factor, 1e-9);
}

TEST(StreetCanyons, SeeTowersBehindLowHouses) {
    auto city = street();
    double const before = street_canyons(city).front().sky_view_factor;
    city.buildings.push_back(test::box_building(-50, 40, 250, 60, 100));
    auto const canyon = street_canyons(city).front();
    EXPECT_NEAR(canyon.height_left_m, 10, 1e-12);
    EXPECT_LT(canyon.sky_view_factor, before - 0.1);
}

TEST(StreetCanyons, OpenCountryHasAllTheSkyAndNoWidth) {
    City city;
    city.roads = {road({{0, 0}, {200, 0}})};
    auto const canyon = street_canyons(city).front();
    EXPECT_EQ(canyon.sky_view_factor, 1);
    EXPECT_EQ(canyon.height_left_m, 0);
    EXPECT_TRUE(std::isnan(canyon.width_m));
    EXPECT_TRUE(std::isnan(canyon.aspect_ratio));
}

TEST(StreetCanyons, HousesOnHalfOfOneSideHalveItsHeight) {
    auto city = street();
    city.buildings.front() = test::box_building(100, 12, 250, 30, 10);
    auto const canyon = street_canyons(city).front();
    EXPECT_NEAR(canyon.height_left_m, 5, 1e-12);
    EXPECT_NEAR(canyon.width_m, 20, 1e-12) << "where there are two walls";
}

TEST(StreetCanyons, PlacesInsideBuildingsAreCountedAndPassagesAreNot) {
    auto city = street();
    city.buildings.push_back(test::box_building(0, -5, 50, 5, 12));
    EXPECT_NEAR(street_canyons(city).front().covered, 0.25, 1e-12);
    city.buildings.back().base_m = 4;
    EXPECT_EQ(street_canyons(city).front().covered, 0);
    EXPECT_NEAR(street_canyons(city).front().width_m, 20, 1e-12);
}

}  // namespace
}  // namespace hacthanh::city
