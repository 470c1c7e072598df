#include "io/import/heights.hpp"

#include "tests/unit/io/import/shapes.hpp"

#include <gtest/gtest.h>

namespace hacthanh::io {
namespace {

using city::HeightSource;
using test::box;
using test::footprint;

TEST(HeightsTest, TakesTheBestThatThereIs) {
    auto measured = footprint("measured", box(0, 0, 10, 10));
    measured.height_m = 20;
    measured.levels = 3;
    auto levels = footprint("levels", box(20, 0, 10, 10));
    levels.levels = 4;
    levels.use = "apartments";
    auto office = footprint("office", box(40, 0, 10, 10));
    office.levels = 2;
    office.use = "office";
    auto between = footprint("between", box(60, 0, 10, 10));
    auto garage = footprint("garage", box(70, 0, 3, 5));
    garage.use = "garage";
    auto in_works = footprint("works", box(1000, 0, 10, 10));
    auto alone = footprint("alone", box(5000, 0, 10, 10));
    city::Area works;
    works.kind = city::AreaKind::industrial;
    works.shape = box(900, -50, 200, 100);
    auto const heights =
        assign_heights({measured, levels, office, between, garage, in_works, alone}, {works}, HeightRule{});
    EXPECT_EQ(heights[0].height_m, 20);
    EXPECT_EQ(heights[0].source, HeightSource::measured);
    EXPECT_DOUBLE_EQ(heights[1].height_m, 12.4);
    EXPECT_EQ(heights[1].source, HeightSource::levels);
    EXPECT_DOUBLE_EQ(heights[2].height_m, 7.8);
    EXPECT_DOUBLE_EQ(heights[3].height_m, 12.4);  // median of 20, 12.4, 7.8
    EXPECT_EQ(heights[3].source, HeightSource::neighbours);
    EXPECT_EQ(heights[4].height_m, 3);
    EXPECT_EQ(heights[4].source, HeightSource::fallback);
    EXPECT_EQ(heights[5].height_m, 10);
    EXPECT_EQ(heights[5].source, HeightSource::land_use);
    EXPECT_EQ(heights[6].height_m, 6.5);
    EXPECT_EQ(heights[6].source, HeightSource::fallback);
}

TEST(HeightsTest, TooFewNeighboursSayNothing) {
    auto a = footprint("a", box(0, 0, 10, 10));
    a.height_m = 30;
    auto b = footprint("b", box(20, 0, 10, 10));
    b.height_m = 30;
    auto const heights = assign_heights({a, b, footprint("c", box(40, 0, 10, 10))}, {}, HeightRule{});
    EXPECT_EQ(heights[2].source, HeightSource::fallback);
}

TEST(HeightsTest, TheUndersideStaysBelowTheTop) {
    auto passage = footprint("passage", box(0, 0, 10, 10));
    passage.height_m = 12;
    passage.base_m = 4;
    auto on_stilts = footprint("stilts", box(20, 0, 10, 10));
    on_stilts.levels = 3;
    on_stilts.base_level = 1;
    auto wrong = footprint("wrong", box(40, 0, 10, 10));
    wrong.height_m = 5;
    wrong.base_m = 50;
    auto const heights = assign_heights({passage, on_stilts, wrong}, {}, HeightRule{});
    EXPECT_EQ(heights[0].base_m, 4);
    EXPECT_DOUBLE_EQ(heights[1].base_m, 3.5);
    EXPECT_EQ(heights[2].base_m, 4);
}

}  // namespace
}  // namespace hacthanh::io
