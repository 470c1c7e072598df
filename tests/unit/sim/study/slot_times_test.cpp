#include "sim/study/slot_times.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hacthanh::study {
namespace {

TEST(SlotTimes, BeginsEachWorkOnTheSlotThatIsFreeFirst) {
    std::vector<double> const work = {3, 1, 1, 4};  // slot 1: 3 + 4; slot 2: 1 + 1, free at 2: 4 more end at 6
    EXPECT_DOUBLE_EQ(wall_on_slots(work, 1), 9);
    EXPECT_DOUBLE_EQ(wall_on_slots(work, 2), 6);
    EXPECT_DOUBLE_EQ(wall_on_slots(work, 3), 5);  // 3 | 1, then 4 | 1
    EXPECT_DOUBLE_EQ(wall_on_slots(work, 100), 4);
}

TEST(SlotTimes, DependsOnTheOrderAsAPoolDoes) {
    EXPECT_DOUBLE_EQ(wall_on_slots(std::vector<double>{1, 1, 4}, 2), 5);
    EXPECT_DOUBLE_EQ(wall_on_slots(std::vector<double>{4, 1, 1}, 2), 4);
}

TEST(SlotTimes, NoWorkTakesNoTime) { EXPECT_DOUBLE_EQ(wall_on_slots({}, 2), 0); }

}  // namespace
}  // namespace hacthanh::study
