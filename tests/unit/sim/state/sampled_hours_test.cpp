#include "sim/state/sampled_hours.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace hacthanh::state {
namespace {

TEST(HourAgreementTest, SharesAndMeansOfPairsByHand) {
    std::vector<std::pair<double, double>> const pairs = {{1.0, 1.0}, {0.91, 1.0}, {1.14, 1.0}, {4.0, 2.0}};
    auto const found = hour_agreement(pairs);
    EXPECT_EQ(found.pairs, 4U);
    EXPECT_NEAR(found.product, 1.7625, 1e-12);
    EXPECT_NEAR(found.run, 1.25, 1e-12);
    EXPECT_NEAR(found.fractional_bias(), 2 * 0.5125 / 3.0125, 1e-12);
    EXPECT_EQ(found.within_10_percent, 0.5);
    EXPECT_EQ(found.within_15_percent, 0.75);
}

TEST(HourAgreementTest, NoPairsAreNoAgreement) {
    auto const found = hour_agreement(std::vector<std::pair<double, double>>());
    EXPECT_EQ(found.pairs, 0U);
    EXPECT_EQ(found.fractional_bias(), 0);
    EXPECT_EQ(found.within_15_percent, 0);
}

}  // namespace
}  // namespace hacthanh::state
