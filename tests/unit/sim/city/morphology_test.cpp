#include "sim/city/morphology.hpp"

#include "tests/support/built_city.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::city {
namespace {

constexpr Rectangle site{0, 0, 400, 400};

/// Cubes of 20 m, 20 m apart.
std::vector<Building> cubes() {
    std::vector<Building> city;
    for (double y = 10; y < 400; y += 40)
        for (double x = 10; x < 400; x += 40) city.push_back(test::box_building(x, y, x + 20, y + 20, 20));
    return city;
}

TEST(Morphology, OfCubesHasTheDensitiesOfTheArray) {
    auto const result = morphology(cubes(), site, 270);
    EXPECT_NEAR(result.plan_density, 0.25, 1e-12);
    EXPECT_NEAR(result.frontal_density, 0.25, 1e-12);
    EXPECT_EQ(result.mean_height_m, 20);
}

// The equations worked out by hand: lambda_p = lambda_f = 0.25, H = 20 m, kappa = 0.4.
TEST(Morphology, GivesMacdonaldsRoughnessAndDisplacement) {
    auto const result = morphology(cubes(), site, 0);
    double const d = 1 - 0.75 / std::sqrt(std::sqrt(4.43));
    EXPECT_NEAR(result.displacement_height_m, 20 * d, 1e-9);
    EXPECT_NEAR(result.displacement_height_m, 9.66, 0.01);
    EXPECT_NEAR(result.roughness_length_m, 20 * (1 - d) * std::exp(-std::sqrt(1 / (3.75 * (1 - d) * 0.25))), 1e-9);
    EXPECT_NEAR(result.roughness_length_m, 2.458, 0.001);
}

TEST(Morphology, SeesADiagonalWindOnBothWalls) {
    EXPECT_NEAR(morphology(cubes(), site, 225).frontal_density, 0.25 * std::sqrt(2.0), 0.01);
}

TEST(Morphology, TurnsWithTheWind) {
    std::vector<Building> const slab{test::box_building(100, 200, 300, 210, 30)};
    EXPECT_NEAR(morphology(slab, site, 0).frontal_density, 200 * 30 / 160000.0, 1e-9);
    EXPECT_NEAR(morphology(slab, site, 90).frontal_density, 10 * 30 / 160000.0, 1e-9);
    EXPECT_NEAR(morphology(slab, site, 270).frontal_density, morphology(slab, site, 90).frontal_density, 1e-12);
}

TEST(Morphology, HousesWallToWallAreOneBody) {
    std::vector<Building> row;
    for (double x = 100; x < 300; x += 5) row.push_back(test::box_building(x, 200, x + 5, 220, 10));
    std::vector<Building> const slab{test::box_building(100, 200, 300, 220, 10)};
    for (double const wind : {0.0, 90.0, 217.0})
        EXPECT_NEAR(morphology(row, site, wind).frontal_density, morphology(slab, site, wind).frontal_density, 1e-9);
}

TEST(Morphology, ACourtyardHasTwoWindwardWallsAndAPassageNone) {
    Building block = test::box_building(100, 100, 200, 200, 10);
    block.footprint.holes = {test::reversed(test::box_building(120, 120, 180, 180, 1).footprint.outer)};
    EXPECT_NEAR(morphology(std::vector{block}, site, 270).frontal_density, (100 + 60) * 10 / 160000.0, 1e-9);
    Building bridge = test::box_building(100, 100, 200, 200, 10, 4);
    EXPECT_NEAR(morphology(std::vector{bridge}, site, 270).frontal_density, 100 * 6 / 160000.0, 1e-9);
}

TEST(Morphology, OfUnknownWindIsTheMeanOfAllRound) {
    auto const mean = mean_morphology(cubes(), site);
    EXPECT_EQ(mean.displacement_height_m, morphology(cubes(), site, 0).displacement_height_m);
    double const all_round = 4 / std::acos(-1.0);  // mean width of a square over its side
    EXPECT_NEAR(mean.frontal_density, 0.25 * all_round, 0.03 * 0.25 * all_round);
    EXPECT_GT(mean.roughness_length_m, morphology(cubes(), site, 0).roughness_length_m);
}

TEST(Morphology, OfNothingIsZero) {
    auto const result = morphology({}, site, 10);
    EXPECT_EQ(result.roughness_length_m, 0);
    EXPECT_EQ(result.displacement_height_m, 0);
}

}  // namespace
}  // namespace hacthanh::city
