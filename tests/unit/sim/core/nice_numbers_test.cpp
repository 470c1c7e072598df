#include "sim/core/nice_numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hacthanh {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(NiceNumbers, CeilingAndFloorEncloseEveryValueWithinAFactorOf2Point5) {
    for (double value = 1e-6; value < 1e7; value *= 1.137) {
        EXPECT_GE(nice_ceiling(value), value * (1 - 1e-9));
        EXPECT_LT(nice_ceiling(value), value * 2.5 * (1 + 1e-9));
        EXPECT_LE(nice_floor(value), value * (1 + 1e-9));
        EXPECT_GT(nice_floor(value), value / 2.5 * (1 - 1e-9));
    }
}

TEST(NiceNumbers, RoundValuesStay) {
    for (double value : {0.001, 0.02, 0.5, 1.0, 2.0, 50.0, 1000.0, 2e5}) {
        EXPECT_DOUBLE_EQ(nice_ceiling(value), value);
        EXPECT_DOUBLE_EQ(nice_floor(value), value);
    }
}

TEST(NiceNumbers, LinearTicks) {
    EXPECT_THAT(linear_ticks(0, 300, 6), ElementsAre(0, 50, 100, 150, 200, 250, 300));
    EXPECT_THAT(linear_ticks(0, 1, 4), ElementsAre(0, DoubleNear(0.2, 1e-12), DoubleNear(0.4, 1e-12),
                                                   DoubleNear(0.6, 1e-12), DoubleNear(0.8, 1e-12), 1));
    EXPECT_THAT(linear_ticks(13, 27, 2), ElementsAre(20));
}

TEST(NiceNumbers, LinearTicksAreEvenInsideAndFew) {
    for (double high = 0.003; high < 1e6; high *= 1.31)
        for (int wanted : {2, 5, 8}) {
            auto const ticks = linear_ticks(0, high, wanted);
            ASSERT_THAT(ticks, Not(IsEmpty()));
            EXPECT_LE(ticks.size(), static_cast<std::size_t>(2.5 * wanted + 1));
            EXPECT_EQ(ticks.front(), 0);
            EXPECT_LE(ticks.back(), high * (1 + 1e-9));
        }
}

TEST(NiceNumbers, LogarithmicTicks) {
    EXPECT_THAT(logarithmic_ticks(0.1, 100, 4), ElementsAre(DoubleNear(0.1, 1e-12), 1, 10, 100));
    EXPECT_THAT(logarithmic_ticks(1, 10, 4), ElementsAre(1, 2, 5, 10));
    for (double low = 1e-8; low < 1e5; low *= 3.7)
        EXPECT_LE(logarithmic_ticks(low, 1e6, 3).size(), 5U) << "from " << low;
}

TEST(NiceNumbers, ScaleBarFitsAndIsNotTiny) {
    for (double visible = 50; visible < 1e5; visible *= 1.17) {
        double const length = scale_bar_length(visible, 0.25);
        EXPECT_LE(length, 0.25 * visible * (1 + 1e-9));
        EXPECT_GE(length, 0.1 * visible * (1 - 1e-9));
    }
    EXPECT_DOUBLE_EQ(scale_bar_length(6000, 0.24), 1000);
}

TEST(Quantile, IsTheNearestRank) {
    std::vector<float> values = {5, 1, 4, 2, 3, std::numeric_limits<float>::quiet_NaN()};
    EXPECT_EQ(quantile(values, 0), 1);
    EXPECT_EQ(quantile(values, 0.5), 3);
    EXPECT_EQ(quantile(values, 0.81), 5);
    EXPECT_EQ(quantile(values, 1), 5);
    EXPECT_EQ(quantile({}, 0.5), 0);
}

TEST(ColourRange, IgnoresAFewExtremeCells) {
    std::vector<float> values(10000, 1.0F);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) / 100;  // 0 to 100
    values[5000] = 1e6F;
    EXPECT_EQ(linear_range(values).low, 0);
    EXPECT_DOUBLE_EQ(linear_range(values).high, 100);
}

TEST(ColourRange, GrowsWithTheValues) {
    std::vector<float> values(1000);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    auto const once = linear_range(values);
    for (float& value : values) value *= 10;
    EXPECT_NEAR(linear_range(values).high, 10 * once.high, 1e-6);
}

TEST(ColourRange, LogarithmicSpansAtMostThreeDecades) {
    std::vector<float> values;
    for (double v = 1e-9; v < 900; v *= 1.05) values.push_back(static_cast<float>(v));
    auto const range = logarithmic_range(values);
    EXPECT_GT(range.low, 0);
    EXPECT_GE(range.high / range.low, 10);
    EXPECT_LE(range.high / range.low, 2500);
}

TEST(ColourRange, OfNothingIsStillARange) {
    std::vector<float> const zeros(100, 0.0F);
    for (auto const& range : {linear_range(zeros), logarithmic_range(zeros), linear_range({}), logarithmic_range({})})
        EXPECT_LT(range.low, range.high);
}

}  // namespace
}  // namespace hacthanh
