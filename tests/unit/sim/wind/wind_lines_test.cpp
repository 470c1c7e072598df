// What a line along the wind meets.

#include "sim/wind/detail/wind_lines.hpp"

#include "tests/support/built_city.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

namespace hacthanh::test {
namespace {

using wind::blows_to;
using wind::detail::along;
using wind::detail::WindLines;

TEST(WindLines, MeetsWindwardAndLeeWallOfEachBlock) {
    std::vector<city::Building> const city = {box_building(10, 0, 20, 30, 9), box_building(50, -10, 70, 40, 9)};
    WindLines const lines(wind::merge_into_blocks(city, 1), blows_to(270), 1);
    auto const passages = lines.along_wind(along(blows_to(270), {30, 15}), 100);
    ASSERT_EQ(passages.size(), 2U);
    EXPECT_DOUBLE_EQ(passages[0].begin, 10);
    EXPECT_DOUBLE_EQ(passages[0].end, 20);
    EXPECT_DOUBLE_EQ(passages[0].windward_wall.s, -1);
    EXPECT_DOUBLE_EQ(passages[0].lee_wall.s, 1);
    EXPECT_DOUBLE_EQ(passages[1].begin, 50);
    EXPECT_TRUE(lines.along_wind(along(blows_to(270), {30, 35}), 15).empty()) << "out of reach";
}

TEST(WindLines, PassesThroughARowAsThroughOneBody) {
    std::vector<city::Building> row;
    for (int n = 0; n < 6; ++n) row.push_back(box_building(5.0 * n, 0, 5.0 * n + 4.8, 12, 9));
    WindLines const lines(wind::merge_into_blocks(row, 0.5), blows_to(270), 0.5);
    auto const passages = lines.along_wind(along(blows_to(270), {-10, 6}), 100);
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_DOUBLE_EQ(passages[0].begin, 0);
    EXPECT_DOUBLE_EQ(passages[0].end, 29.8);
}

TEST(WindLines, SeesBothSidesOfACourtyard) {
    std::vector<city::Building> city = {box_building(0, 0, 40, 40, 9)};
    city[0].footprint.holes.push_back(reversed(box_building(10, 10, 30, 30, 9).footprint.outer));
    WindLines const lines(wind::merge_into_blocks(city, 1), blows_to(180), 1);
    auto const passages = lines.along_wind(along(blows_to(180), {20, 20}), 100);
    ASSERT_EQ(passages.size(), 2U);
    EXPECT_DOUBLE_EQ(passages[0].end - passages[0].begin, 10);
    EXPECT_DOUBLE_EQ(passages[1].begin - passages[0].end, 20);
}

TEST(WindLines, KnowsTheNormalOfATurnedWall) {
    double const angle = 0.4;
    city::Building turned = box_building(0, 0, 1, 1, 9);
    turned.footprint.outer = turned_rectangle(50, 0, 20, 10, angle);
    std::vector<city::Building> const city = {turned};
    WindLines const lines(wind::merge_into_blocks(city, 1), blows_to(270), 1);
    auto const passages = lines.along_wind(along(blows_to(270), {0, 0}), 100);
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_NEAR(passages[0].windward_wall.s, -std::cos(angle), 1e-12);
    EXPECT_NEAR(passages[0].windward_wall.t, -std::sin(angle), 1e-12);
    EXPECT_NEAR(passages[0].end - passages[0].begin, 20 / std::cos(angle), 1e-9);
}

TEST(WindLines, MeetsTheSameAcrossTheWindTurnedByARightAngle) {
    auto const city = random_city({0, 0, 200, 200}, 25, 5);
    auto const blocks = wind::merge_into_blocks(city, 1);
    WindLines const west(blocks, blows_to(270), 1);
    WindLines const south(blocks, blows_to(180), 1);
    for (double x : {31.0, 77.3, 140.9}) {
        auto const across = west.across_wind(along(blows_to(270), {x, 100}), 90);
        auto const along_it = south.along_wind(along(blows_to(180), {x, 100}), 90);
        ASSERT_EQ(across.size(), along_it.size());
        for (std::size_t n = 0; n < across.size(); ++n) {
            EXPECT_EQ(across[n].block, along_it[n].block);
            EXPECT_EQ(across[n].begin, along_it[n].begin);
            EXPECT_EQ(across[n].end, along_it[n].end);
        }
    }
}

}  // namespace
}  // namespace hacthanh::test
