#include "io/import/repair.hpp"

#include "io/geos.hpp"
#include "tests/unit/io/import/shapes.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace hacthanh::io {
namespace {

using test::box;
using test::footprint;

double area(city::Polygon const& polygon) {
    Geos const geos;
    return geos.area(*geos.polygon(polygon));
}

/// Footprints with heights given as height_m, through both steps.
std::vector<city::Building> repaired(std::vector<Footprint> footprints, ImportLog& log) {
    auto const valid = make_valid(std::move(footprints), log);
    return make_disjoint(valid, assign_heights(valid, {}, HeightRule{}), log);
}

Footprint house(std::string id, city::Polygon shape, double height, double base = 0) {
    auto result = footprint(std::move(id), std::move(shape));
    result.height_m = height;
    result.base_m = base;
    return result;
}

TEST(RepairTest, MakesShapesValidOrLeavesThemOutByName) {
    city::Polygon const bow_tie{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}};
    city::Polygon const line{{{0, 0}, {10, 0}, {20, 0}}, {}};
    city::Polygon const nowhere{{{0, 0}, {10, 0}, {std::numeric_limits<double>::quiet_NaN(), 5}}, {}};
    city::Polygon clockwise = box(50, 0, 10, 10);
    std::reverse(clockwise.outer.begin(), clockwise.outer.end());
    ImportLog log;
    auto const valid = make_valid({footprint("tie", bow_tie), footprint("line", line), footprint("nan", nowhere),
                                   footprint("two", {{{0, 0}, {1, 1}}, {}}), footprint("clock", clockwise)},
                                  log);
    ASSERT_EQ(valid.size(), 2U);
    EXPECT_EQ(valid[0].parts.size(), 2U);
    EXPECT_NEAR(area(valid[0].parts[0]) + area(valid[0].parts[1]), 50, 1e-9);
    EXPECT_EQ(log["buildings_repaired"], 2);  // the bow tie and the line
    EXPECT_EQ(log["buildings_zero_area"], 2);
    EXPECT_EQ(log["buildings_bad_coordinates"], 1);
    EXPECT_THAT(log.entries().at("buildings_bad_coordinates").examples, testing::ElementsAre("nan"));
    auto const& ring = valid[1].parts[0].outer;
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        auto const& p = ring[i];
        auto const& q = ring[(i + 1) % ring.size()];
        twice += p.x * q.y - q.x * p.y;
    }
    EXPECT_DOUBLE_EQ(twice, 200);  // counter-clockwise again
}

TEST(RepairTest, SharedGroundGoesToTheTaller) {
    ImportLog log;
    auto const buildings = repaired({house("low", box(0, 0, 10, 10), 5), house("tall", box(6, 0, 10, 10), 9)}, log);
    ASSERT_EQ(buildings.size(), 2U);
    EXPECT_NEAR(area(buildings[0].footprint), 60, 1e-9);
    EXPECT_NEAR(area(buildings[1].footprint), 100, 1e-9);
    EXPECT_EQ(log["buildings_overlapping"], 1);
}

TEST(RepairTest, ADuplicateIsLeftOut) {
    ImportLog log;
    auto const buildings = repaired({house("b", box(0, 0, 10, 10), 5), house("a", box(0, 0, 10, 10), 5)}, log);
    ASSERT_EQ(buildings.size(), 1U);
    EXPECT_EQ(buildings[0].id, "a");
    EXPECT_EQ(log["buildings_duplicate"], 1);
}

TEST(RepairTest, ABuildingInACourtyardAndOneThatIsCutInTwo) {
    auto yard = box(0, 0, 30, 30);
    yard.holes.push_back(box(10, 10, 10, 10).outer);
    ImportLog log;
    auto const buildings = repaired({house("yard", yard, 10), house("hut", box(12, 12, 5, 5), 3),
                                     house("long", box(40, 0, 30, 5), 4), house("tower", box(50, -5, 5, 20), 40)},
                                    log);
    ASSERT_EQ(buildings.size(), 5U);
    EXPECT_NEAR(area(buildings[0].footprint), 800, 1e-9);
    EXPECT_EQ(buildings[0].footprint.holes.size(), 1U);
    EXPECT_EQ(buildings[2].id, "long");
    EXPECT_EQ(buildings[3].id, "long#2");
    EXPECT_EQ(log["buildings_overlapping"], 1);
}

TEST(RepairTest, PartsReplaceTheirOutline) {
    auto low = house("low", box(0, 0, 10, 10), 6);
    auto high = house("high", box(10, 0, 10, 10), 30);
    low.is_part = high.is_part = true;
    ImportLog log;
    auto const buildings = repaired({house("outline", box(0, 0, 20, 10), 30), low, high}, log);
    ASSERT_EQ(buildings.size(), 2U);  // although the outline is as tall as the tower
    EXPECT_EQ(buildings[0].height_m, 6);
    EXPECT_EQ(buildings[1].height_m, 30);
    EXPECT_EQ(log["outlines_replaced"], 1);
    auto const half = repaired({house("outline", box(0, 0, 20, 10), 12), high}, log);
    ASSERT_EQ(half.size(), 2U);
    EXPECT_NEAR(area(half[0].footprint), 100, 1e-9);
    EXPECT_EQ(half[0].height_m, 12);
}

TEST(RepairTest, ALowBuildingUnderAHighOneClosesTheGround) {
    ImportLog log;
    auto const buildings =
        repaired({house("bridge", box(0, 0, 20, 10), 20, 8), house("shop", box(0, 0, 10, 10), 5)}, log);
    ASSERT_EQ(buildings.size(), 2U);
    EXPECT_EQ(buildings[0].base_m, 8);
    EXPECT_NEAR(area(buildings[0].footprint), 100, 1e-9);
    EXPECT_EQ(buildings[1].id, "bridge#2");
    EXPECT_EQ(buildings[1].base_m, 0);
    EXPECT_EQ(buildings[1].height_m, 20);
    EXPECT_EQ(log["gaps_filled"], 1);
}

/// Invariants on random rectangles: nothing overlaps, the ground covered is that of the union, the order does not
/// matter, and every point has the height of the tallest that stood there.
TEST(RepairTest, KeepsTheUnionAndTheSkylineOfRandomCities) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> place(0, 100);
    std::uniform_real_distribution<double> size(3, 25);
    for (int round = 0; round < 5; ++round) {
        std::vector<Footprint> footprints;
        for (int i = 0; i < 60; ++i)
            footprints.push_back(
                house(std::to_string(i), box(place(random), place(random), size(random), size(random)), 3.0 + i));
        Geos const geos;
        std::vector<city::Polygon> all;
        for (auto const& f : footprints) all.push_back(f.parts[0]);
        ImportLog log;
        auto const buildings = repaired(footprints, log);
        double sum = 0;
        std::vector<city::Polygon> pieces;
        for (auto const& building : buildings) {
            EXPECT_TRUE(geos.valid(*geos.polygon(building.footprint)));
            sum += area(building.footprint);
            pieces.push_back(building.footprint);
        }
        double const united = geos.area(*geos.unite(*geos.collection(all)));
        EXPECT_NEAR(sum, geos.area(*geos.unite(*geos.collection(pieces))), 1e-6);  // no overlap
        EXPECT_LE(sum, united + 1e-6);
        EXPECT_GE(sum, united - 0.5 * static_cast<double>(log["slivers_dropped"]) - 1e-6);
        for (int probe = 0; probe < 200; ++probe) {
            auto const point = geos.point({place(random), place(random)});
            double highest = 0;
            for (auto const& f : footprints)
                if (geos.intersects(*geos.polygon(f.parts[0]), *point)) highest = std::max(highest, *f.height_m);
            double found = 0;
            for (auto const& building : buildings)
                if (geos.intersects(*geos.polygon(building.footprint), *point)) found = building.height_m;
            if (log["slivers_dropped"] == 0 || found > 0) {
                EXPECT_EQ(found, highest);
            }
        }
        std::shuffle(footprints.begin(), footprints.end(), random);
        ImportLog other_log;
        double other_sum = 0;
        for (auto const& building : repaired(footprints, other_log)) other_sum += area(building.footprint);
        EXPECT_NEAR(other_sum, sum, 1e-6);
    }
}

}  // namespace
}  // namespace hacthanh::io
