#include "viz/difference_scene.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace hacthanh::viz {
namespace {

/// The air of the sample after n steps, the first left out, is 1 + n/8 times a pattern: every test knows its changes.
class DifferenceSceneTest : public ::testing::Test {
protected:
    std::filesystem::path run(std::size_t steps) {
        auto const file = folder_.file(std::to_string(steps) + ".nc");
        if (!std::filesystem::exists(file)) run_.write(file, steps, true);
        return file;
    }
    MapField mean(std::size_t steps) {
        return *make_result_map(io::ResultReader(run(steps)), {.whole_domain = true}).scene.field;
    }

    io::testing::TestFolder folder_;
    io::testing::SampleRun run_;
};

TEST_F(DifferenceSceneTest, OfARunAndItselfIsNothing) {
    std::vector<DifferencePair> const pairs(5, {run(3), run(3)});
    auto const map = make_difference_map(pairs, {.whole_domain = true});
    for (float const value : map.scene.field->values) EXPECT_EQ(value, 0);
    EXPECT_EQ(map.scene.colours.map, ColourMap::blue_orange);
}

TEST_F(DifferenceSceneTest, IsVariantMinusBaselineOnASymmetricRange) {
    auto const map = make_difference_map({{run(3), run(2)}}, {.whole_domain = true});  // 1.375 against 1.25: +10 %
    auto const before = mean(2);
    for (std::size_t i = 0; i < before.values.size(); ++i)
        ASSERT_NEAR(map.scene.field->values[i], 0.1F * before.values[i], 2e-3F * before.values[i]);
    EXPECT_EQ(map.summary.range.low, -map.summary.range.high);
    EXPECT_GT(map.summary.max, 0);
    EXPECT_EQ(map.summary.min, 0);
    EXPECT_THAT(map.scene.source[1].english, testing::HasSubstr("the luck of the seeds is not separated"));
}

TEST_F(DifferenceSceneTest, LeavesOutWhatIsBelowFivePercent) {
    auto const map = make_difference_map({{run(12), run(11)}}, {.whole_domain = true});  // 2.5 against 2.375: 5.3 %
    EXPECT_GT(map.summary.max, 0);
    auto const less = make_difference_map({{run(3), run(2)}, {run(2), run(3)}}, {.whole_domain = true});
    EXPECT_EQ(less.summary.max, 0);
    EXPECT_EQ(less.summary.min, 0);
}

TEST_F(DifferenceSceneTest, LeavesOutWhatFivePairsDoNotAgreeOn) {
    // Four pairs at +1.25 and one at -1.25 times the pattern: mean 0.75, 50 % of the baseline, interval ± 2.776 * 0.5.
    std::vector<DifferencePair> pairs(4, {run(12), run(2)});
    EXPECT_GT(make_difference_map(pairs, {.whole_domain = true}).summary.max, 0);
    pairs.emplace_back(run(2), run(12));
    EXPECT_EQ(make_difference_map(pairs, {.whole_domain = true}).summary.max, 0);
    pairs.back() = pairs.front();
    EXPECT_GT(make_difference_map(pairs, {.whole_domain = true}).summary.max, 0);
}

TEST_F(DifferenceSceneTest, RefusesAnotherMesh) {
    io::testing::SampleRun const coarse(true, 40);
    coarse.write(folder_.file("coarse.nc"), 3, true);
    EXPECT_THROW(make_difference_map({{folder_.file("coarse.nc"), run(3)}}, {.whole_domain = true}), InputError);
}

TEST_F(DifferenceSceneTest, RefusesRoads) {
    EXPECT_THROW(make_difference_map({{run(3), run(3)}}, {.roads = "flow"}), InputError);
}

}  // namespace
}  // namespace hacthanh::viz
