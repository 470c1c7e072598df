#include "sim/study/sample_summary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hacthanh::study {
namespace {

TEST(SampleSummaryTest, FourNumbersByHand) {
    auto const s = summarise(std::vector{4.0, 1.0, 3.0, 2.0});
    EXPECT_EQ(s.n, 4U);
    EXPECT_DOUBLE_EQ(s.mean, 2.5);
    EXPECT_DOUBLE_EQ(s.variance, 5.0 / 3);  // (2.25 + 0.25 + 0.25 + 2.25) / 3
    EXPECT_DOUBLE_EQ(s.p05, 1.15);          // place 0.15 between 1 and 2
    EXPECT_DOUBLE_EQ(s.p25, 1.75);
    EXPECT_DOUBLE_EQ(s.p50, 2.5);
    EXPECT_DOUBLE_EQ(s.p75, 3.25);
    EXPECT_DOUBLE_EQ(s.p95, 3.85);
}

TEST(SampleSummaryTest, SaysNothingOfWhatIsNotThere) {
    EXPECT_TRUE(std::isnan(summarise({}).mean));
    auto const one = summarise(std::vector{7.0});
    EXPECT_DOUBLE_EQ(one.mean, 7);
    EXPECT_DOUBLE_EQ(one.p95, 7);
    EXPECT_TRUE(std::isnan(one.variance));
    EXPECT_TRUE(std::isnan(summarise(std::vector{1.0, std::nan("")}).mean));
}

}  // namespace
}  // namespace hacthanh::study
