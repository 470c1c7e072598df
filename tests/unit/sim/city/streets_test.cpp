#include "sim/city/streets.hpp"

#include <gtest/gtest.h>

namespace hacthanh::city {
namespace {

Road road(Polyline axis, double width = 3.2) {
    Road made;
    made.axis = std::move(axis);
    made.width_m = width;
    return made;
}

TEST(StreetsTest, BothDirectionsOfAStreetAreOne) {
    City city;
    city.roads = {road({{0, -1.6}, {100, -1.6}}), road({{100, 1.6}, {0, 1.6}}), road({{0, 50}, {100, 50}})};
    auto const streets = streets_of(city);
    ASSERT_EQ(streets.size(), 2U);
    EXPECT_EQ(streets[0].roads, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(streets[1].roads, (std::vector<std::size_t>{2}));
}

TEST(StreetsTest, DividedRoadsAndSameDirectionsAreTwo) {
    City city;
    city.roads = {road({{0, -10}, {100, -10}}), road({{100, 10}, {0, 10}}), road({{0, -7}, {100, -7}})};
    EXPECT_EQ(streets_of(city).size(), 3U);
}

TEST(StreetsTest, ConnectionsAcrossJunctionsAreNone) {
    City city;
    city.roads = {road({{0, 0}, {10, 0}})};
    city.roads[0].internal = true;
    EXPECT_TRUE(streets_of(city).empty());
}

}  // namespace
}  // namespace hacthanh::city
