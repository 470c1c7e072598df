/// Growth, staggering, elasticity: right numbers, the same lot in every variant.

#include "sim/demand/trip_changes.hpp"
#include "sim/demand/draw.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

namespace hacthanh::demand {
namespace {

std::vector<Trip> many_trips(int n) {
    std::vector<Trip> trips;
    for (int i = 0; i < n; ++i) {
        Trip trip;
        trip.id = fmt::format("car.{}", i);
        trip.depart_s = i;
        trip.type = trip.vehicle_class = i % 4 == 0 ? "truck" : "passenger";
        trip.route = {"a", "b"};
        trips.push_back(trip);
    }
    return trips;
}

std::set<std::string> ids(std::vector<Trip> const& trips) {
    std::set<std::string> found;
    for (Trip const& trip : trips) found.insert(trip.id);
    return found;
}

TEST(DrawTest, IsUniformAndBelongsToItsName) {
    double sum = 0;
    double square = 0;
    int constexpr n = 20000;
    for (int i = 0; i < n; ++i) {
        double const u = draw(42, fmt::format("vehicle.{}", i));
        ASSERT_GE(u, 0);
        ASSERT_LT(u, 1);
        sum += u;
        square += u * u;
    }
    EXPECT_NEAR(sum / n, 0.5, 0.01);
    EXPECT_NEAR(square / n, 1.0 / 3, 0.01);
    EXPECT_EQ(draw(42, "x", 3), draw(42, "x", 3));
    EXPECT_NE(draw(42, "x", 3), draw(43, "x", 3));
    EXPECT_NE(draw(42, "x", 3), draw(42, "x", 4));
}

TEST(MultipliedTest, FactorOneChangesNothingAndGrowthGrows) {
    auto const trips = many_trips(4000);
    EXPECT_EQ(ids(multiplied(trips, {}, 1.0, 1)), ids(trips));
    auto const more = multiplied(trips, {}, 1.275, 1);
    EXPECT_NEAR(static_cast<double>(more.size()), 1.275 * 4000, 100);
    EXPECT_EQ(ids(more).size(), more.size()) << "ids stay unique";
    EXPECT_TRUE(std::ranges::is_sorted(more, {}, &Trip::depart_s));
}

TEST(MultipliedTest, LargerFactorOnlyAddsTrips) {
    auto const trips = many_trips(2000);
    for (auto const& [low, high] : {std::pair(0.3, 0.6), std::pair(0.9, 1.1), std::pair(1.2, 2.5)}) {
        auto const few = ids(multiplied(trips, {}, low, 7));
        auto const many = ids(multiplied(trips, {}, high, 7));
        EXPECT_TRUE(std::ranges::includes(many, few)) << low << " " << high;
    }
}

TEST(MultipliedTest, FilterAndFixedRoutesAreLeftAlone) {
    auto trips = many_trips(400);
    trips[0].fixed = true;  // a truck
    TripFilter filter;
    filter.classes = {"truck"};
    auto const left = multiplied(trips, filter, 0.0, 1);
    EXPECT_EQ(left.size(), 301U);
    EXPECT_EQ(left.front().id, "car.0");
}

TEST(StaggeredTest, ShareOfTheWindowMovesByUpToTheShift) {
    auto const trips = many_trips(4000);
    TripFilter filter;
    filter.begin_s = 1000;
    filter.end_s = 3000;
    auto const moved = staggered(trips, filter, 0.25, 600, 3);
    std::map<std::string, double> depart;
    for (Trip const& trip : moved) depart[trip.id] = trip.depart_s;
    int changed = 0;
    for (Trip const& trip : trips) {
        double const shift = depart.at(trip.id) - trip.depart_s;
        if (shift == 0) continue;
        ++changed;
        EXPECT_TRUE(filter.holds(trip)) << trip.id;
        EXPECT_GE(shift, 0);
        EXPECT_LE(shift, 600.05);
    }
    EXPECT_NEAR(changed, 500, 60);
    EXPECT_EQ(moved.size(), trips.size());
}

TEST(ElasticFactorTest, ConstantElasticity) {
    EXPECT_DOUBLE_EQ(elastic_factor(100, 100, -0.5), 1);
    EXPECT_DOUBLE_EQ(elastic_factor(400, 100, -0.5), 0.5);
    EXPECT_DOUBLE_EQ(elastic_factor(300, 100, 0), 1);
    EXPECT_DOUBLE_EQ(elastic_factor(1, 100, -2), 2) << "cut at twice the trips";
}

TEST(LikeTest, StarsStandForAnything) {
    EXPECT_TRUE(like("motorbike.through.17", "*through*"));
    EXPECT_TRUE(like("abc", "abc"));
    EXPECT_FALSE(like("abcd", "abc"));
    EXPECT_TRUE(like("abc", "a*c"));
    EXPECT_FALSE(like("abd", "a*c"));
    EXPECT_TRUE(like("", "*"));
}

}  // namespace
}  // namespace hacthanh::demand
