// Which buildings act as one body.

#include "sim/wind/blocks.hpp"

#include "tests/support/built_city.hpp"

#include <gmock/gmock.h>

namespace hacthanh::test {
namespace {

using wind::Block;
using wind::merge_into_blocks;

TEST(Blocks, ARowOfTubeHousesIsOneBlock) {
    std::vector<city::Building> row;
    for (int n = 0; n < 8; ++n) row.push_back(box_building(4.0 * n, 0, 4.0 * (n + 1), 15, n % 2 == 0 ? 9 : 12));
    auto const blocks = merge_into_blocks(row, 1);
    ASSERT_EQ(blocks.size(), 1U);
    EXPECT_EQ(blocks[0].footprints.size(), 8U);
    EXPECT_DOUBLE_EQ(blocks[0].area_m2, 8 * 4 * 15);
    EXPECT_DOUBLE_EQ(blocks[0].top_m, 10.5);
    EXPECT_DOUBLE_EQ(blocks[0].base_m, 0);
}

TEST(Blocks, AnAlleyWiderThanTheGapPartsThem) {
    std::vector<city::Building> const pair = {box_building(0, 0, 10, 10, 8), box_building(12, 0, 22, 10, 8)};
    EXPECT_EQ(merge_into_blocks(pair, 1).size(), 2U);
    EXPECT_EQ(merge_into_blocks(pair, 2.5).size(), 1U);
}

TEST(Blocks, ATowerOnAPodiumIsABlockAboveIt) {
    std::vector<city::Building> const city = {box_building(0, 0, 40, 40, 10), box_building(40, 0, 80, 40, 10),
                                              box_building(80, 10, 95, 25, 50)};
    auto const blocks = merge_into_blocks(city, 0.5);
    ASSERT_EQ(blocks.size(), 2U);
    EXPECT_DOUBLE_EQ(blocks[0].top_m, 10);
    EXPECT_EQ(blocks[0].footprints.size(), 3U);
    EXPECT_DOUBLE_EQ(blocks[1].base_m, 10);
    EXPECT_DOUBLE_EQ(blocks[1].top_m, 50);
    EXPECT_DOUBLE_EQ(blocks[1].area_m2, 225);
}

TEST(Blocks, HousesInSeparateRowsStayApart) {
    std::vector<city::Building> city;
    for (int row = 0; row < 3; ++row)
        for (int n = 0; n < 5; ++n)
            city.push_back(box_building(4.0 * n, 30.0 * row, 4.0 * (n + 1), 30.0 * row + 12, 10));
    EXPECT_EQ(merge_into_blocks(city, 0.5).size(), 3U);
}

TEST(Blocks, NothingFromNothing) { EXPECT_TRUE(merge_into_blocks({}, 1).empty()); }

}  // namespace
}  // namespace hacthanh::test
