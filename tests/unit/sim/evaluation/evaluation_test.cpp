#include "sim/evaluation/evaluation.hpp"

#include <gtest/gtest.h>

namespace hacthanh::evaluation {
namespace {

constexpr long long day_s = 86400;

std::vector<Sample> hours(int n, double measured, double modelled, long long begin_s = 0) {
    std::vector<Sample> samples;
    for (int hour = 0; hour < n; ++hour) samples.push_back({begin_s + hour * 3600, 1, {measured, modelled}});
    return samples;
}

TEST(Evaluate, GivesParticlesAnIndicatorOnlyForFilledDays) {
    auto const found = evaluate("PM2.5", {{"A", hours(17, 30, 20), {}, {}, 0}, {"B", hours(18, 25, 25), {}, {}, 0}});
    EXPECT_FALSE(found.stations[0].quality_indicator);
    ASSERT_TRUE(found.stations[1].quality_indicator);
    EXPECT_EQ(*found.stations[1].quality_indicator, 0);
    EXPECT_EQ(found.stations[1].n_quality, 1U);
    EXPECT_EQ(found.quality_indicator_90, 0.0);
    EXPECT_EQ(found.scores.n, 35U);
}

TEST(Evaluate, KeepsHourlyIndicatorsFromOtherAveragingTimes) {
    auto samples = hours(2, 100, 120);
    samples.push_back({day_s, 24, {100, 500}});
    auto const found = evaluate("NO2", {{"A", samples, {}, {}, 0}});
    EXPECT_EQ(found.stations[0].n_quality, 2U);
    EXPECT_NEAR(found.quality_indicator_90.value(), 20 / (2 * 25.39921), 1e-6);
}

TEST(Evaluate, HasNoIndicatorForCarbonMonoxide) {
    auto const found = evaluate("CO", {{"A", hours(30, 900, 800), {}, {}, 0}});
    EXPECT_FALSE(found.quality_indicator_90);
    EXPECT_EQ(found.quality_averaging_h, 0);
}

TEST(EvaluateCount, TurnsCountsIntoHourlyFlowsForGeh) {
    auto const score = evaluate_count("a", 0, 900, 200, 1000);  // 800/h counted
    EXPECT_EQ(score.counted_per_h, 800);
    EXPECT_NEAR(score.geh, 6.6666667, 1e-6);  // sqrt(2 * 200^2 / 1800)
    Evaluation all;
    EXPECT_TRUE(all.empty());
    all.counts = {score, evaluate_count("b", 0, 3600, 800, 800)};
    EXPECT_EQ(all.below_geh_limit(), 0.5);
}

/// GEH = sqrt(2 (m - c)^2 / (m + c)): 5 itself is not below 5.
TEST(EvaluateCount, DoesNotTakeAGehOfFiveForBelowIt) {
    // 25 in two hours and none in the model: sqrt(2 x 12.5^2 / 12.5) = 5
    Evaluation five;
    five.counts = {evaluate_count("five", 0, 7200, 25, 0)};
    EXPECT_DOUBLE_EQ(five.counts[0].geh, 5);
    EXPECT_EQ(five.below_geh_limit(), 0);
    Evaluation less;
    less.counts = {evaluate_count("less", 0, 7200, 24.9, 0)};
    EXPECT_EQ(less.below_geh_limit(), 1);
    EXPECT_EQ(evaluate_count("none", 0, 3600, 0, 0).geh, 0);
}

TEST(MeanDay, AveragesTheSameHourOfSeveralDays) {
    auto samples = hours(2, 10, 5);
    samples.push_back({day_s, 1, {20, 15}});
    samples.push_back({day_s, 24, {99, 99}});
    auto const day = mean_day(samples);
    EXPECT_EQ(day[0].n, 2U);
    EXPECT_EQ(day[0].measured, 15);
    EXPECT_NEAR(day[0].measured_spread, 7.0710678, 1e-6);
    EXPECT_EQ(day[0].modelled, 10);
    EXPECT_EQ(day[1].n, 1U);
    EXPECT_EQ(day[1].measured_spread, 0);
    EXPECT_EQ(day[2].n, 0U);
}

}  // namespace
}  // namespace hacthanh::evaluation
