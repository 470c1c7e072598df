/// Which street is a canyon, which is open, which the mesh resolves, and which is left out.

#include "sim/run/street_model.hpp"

#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

namespace hacthanh::run {
namespace {

/// A road to the east between walls `north` and `south` high, 14 m apart; a wall of no height is none.
city::City street(double north, double south, double width = 7) {
    city::City city;
    city::Road road;
    road.axis = {{100, 100}, {300, 100}};
    road.length_m = 200;
    road.width_m = width;
    city.roads = {road};
    if (north > 0) city.buildings.push_back(test::box_building(90, 107, 310, 120, north));
    if (south > 0) city.buildings.push_back(test::box_building(90, 80, 310, 93, south));
    return city;
}

StreetKind kind_of(city::City const& city, double cell) {
    auto const n = static_cast<std::size_t>(400 / cell);
    auto const models = street_models(city, test::box(n, n / 2, 5, cell, 60, 3), 2);
    EXPECT_EQ(models.size(), 1U);
    return models.empty() ? StreetKind::open : models[0].kind;
}

TEST(StreetModels, ACanyonHasWallsOfAFifthOfItsWidthInTheMean) {
    EXPECT_EQ(kind_of(street(3, 3), 20), StreetKind::canyon);    // 0.214
    EXPECT_EQ(kind_of(street(2.6, 2.6), 20), StreetKind::open);  // 0.186
    EXPECT_EQ(kind_of(street(4.8, 1.2), 20), StreetKind::canyon);
    EXPECT_EQ(kind_of(street(4.0, 1.2), 20), StreetKind::open);
    EXPECT_EQ(kind_of(street(30, 0), 20), StreetKind::open) << "one wall makes no canyon";
    EXPECT_EQ(kind_of(street(0, 0), 20), StreetKind::open);
}

TEST(StreetModels, ThreeCellsResolveACanyonTwoAnOpenRoad) {
    EXPECT_EQ(kind_of(street(12, 12), 5), StreetKind::canyon);  // 2.8 cells
    EXPECT_EQ(kind_of(street(12, 12), 4.5), StreetKind::resolved);
    EXPECT_EQ(kind_of(street(0, 0), 3.6), StreetKind::open);  // 1.9 cells
    EXPECT_EQ(kind_of(street(0, 0), 3.4), StreetKind::resolved);
}

TEST(StreetModels, WidthsHeightsDirectionsAndSharesAreTheStreets) {
    auto const mesh = test::box(20, 10, 5, 20, 60, 3);
    auto const canyon = street_models(street(10, 14), mesh, 2).at(0);
    EXPECT_NEAR(canyon.width, 14, 0.2);
    EXPECT_NEAR(canyon.height, 12, 0.2);
    EXPECT_NEAR(canyon.length, 200, 1e-9);
    EXPECT_NEAR(canyon.east, 1, 1e-12);
    EXPECT_NEAR(canyon.north, 0, 1e-12);
    double sum = 0;
    for (auto const& [cell, share] : canyon.cells) sum += share;
    EXPECT_NEAR(sum, 1, 1e-12);

    auto both = street(0, 0, 5);  // both directions of one street, one of them narrower than a lane may be
    city::Road back = both.roads[0];
    back.axis = {{300, 103}, {100, 103}};
    back.width_m = 2;
    both.roads.push_back(back);
    auto const models = street_models(both, mesh, 2);
    ASSERT_EQ(models.size(), 1U);
    EXPECT_EQ(models[0].roads.size(), 2U);
    EXPECT_NEAR(models[0].width, 8, 1e-12);
    EXPECT_EQ(models[0].height, 0);
}

TEST(StreetModels, AStreetThatLeavesTheMeshHasNone) {
    auto const mesh = test::box(12, 10, 5, 20, 60, 3);  // ends at 240 m
    EXPECT_TRUE(street_models(street(0, 0), mesh, 2).empty());
}

}  // namespace
}  // namespace hacthanh::run
