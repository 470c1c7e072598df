#include "sim/study/warm_up_groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace hacthanh::study {
namespace {

using ::testing::ElementsAre;

double parting(std::vector<double> const& first_s) { return best_parting(first_s, 100, 1000, 60); }
constexpr double never = 1e9;

TEST(WarmUpGroups, PartAtTheLastBorderBeforeTheFirstChange) {
    EXPECT_DOUBLE_EQ(last_border(399, 100, 1000, 60), 340);
    EXPECT_DOUBLE_EQ(last_border(400, 100, 1000, 60), 400) << "a change at a border comes after it";
    EXPECT_DOUBLE_EQ(last_border(120, 100, 1000, 60), 100);
    EXPECT_DOUBLE_EQ(last_border(0, 100, 1000, 60), 100) << "a change before the run is there from its begin";
    EXPECT_DOUBLE_EQ(last_border(never, 100, 1000, 60), 940) << "nobody parts at the end";
    EXPECT_DOUBLE_EQ(parting({never, 450, 410}), 400);
}

TEST(WarmUpGroups, AnEarlyChangeDoesNotCostTheOthersTheirWarmUp) {
    // At 160: 3 runs spare 60 s each; at 700: the two others spare 600 s.
    EXPECT_DOUBLE_EQ(parting({never, 160, 710, 700}), 700);
    EXPECT_DOUBLE_EQ(parting({never, 100, 100}), 100) << "in force from the first second: nothing is shared";
    // At 400 three runs spare 2 x 300 s, at 460 two of them 1 x 360 s.
    EXPECT_DOUBLE_EQ(parting({never, 400, 460}), 400);
}

TEST(WarmUpGroups, OneRunSharesNothing) {
    EXPECT_DOUBLE_EQ(parting({never}), 100);
    EXPECT_DOUBLE_EQ(parting({}), 100);
}

TEST(WarmUpGroups, StayWholeWhileTheyFillTheSlots) {
    EXPECT_THAT(units_of_work({{0, 2, 4}, {1, 3, 5}}, 2), ElementsAre(ElementsAre(0, 2, 4), ElementsAre(1, 3, 5)));
    EXPECT_THAT(units_of_work({{0, 1}, {2, 3}, {4, 5}, {6, 7}}, 2).size(), 4U);
}

TEST(WarmUpGroups, TheLastRoundIsCutToFillTheSlots) {
    EXPECT_THAT(units_of_work({{0, 1}, {2, 3}, {4, 5, 6}}, 2),
                ElementsAre(ElementsAre(0, 1), ElementsAre(2, 3), ElementsAre(4), ElementsAre(5, 6)));
    EXPECT_THAT(units_of_work({{0, 1, 2, 3, 4, 5}}, 4),
                ElementsAre(ElementsAre(0), ElementsAre(1, 2), ElementsAre(3), ElementsAre(4, 5)));
    EXPECT_THAT(units_of_work({{0, 1}, {2, 3}, {4, 5}}, 4).size(), 3U)
        << "cut in two they would need a second round with a warm-up more";
    EXPECT_THAT(units_of_work({{0, 1}}, 100), ElementsAre(ElementsAre(0), ElementsAre(1)));
    EXPECT_TRUE(units_of_work({}, 3).empty());
}

}  // namespace
}  // namespace hacthanh::study
