#include "sim/impact/bus_access.hpp"
#include "sim/impact/exposure.hpp"
#include "sim/impact/health.hpp"
#include "sim/impact/money.hpp"
#include "sim/impact/noise_response.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::impact {
namespace {

std::vector<double> const people = {24000, 40000, 12000};
std::vector<float> const air = {32, 28, 20};

TEST(Exposure, WeighsWithPeople) {
    EXPECT_DOUBLE_EQ(weighted_mean(people, air), (24000. * 32 + 40000. * 28 + 12000. * 20) / 76000);
    EXPECT_EQ(weighted_mean({}, {}), 0);
    EXPECT_EQ(people_above(people, air, 28), 24000);  // at the limit is not above it
    EXPECT_EQ(people_above(people, air, 27.9), 64000);
    EXPECT_EQ(people_above(people, air, 100), 0);
}

TEST(Exposure, FindsTheValueThatAShareOfPeopleDoesNotExceed) {
    EXPECT_EQ(weighted_quantile(people, air, 0.1), 20);
    EXPECT_EQ(weighted_quantile(people, air, 12. / 76), 20);
    EXPECT_EQ(weighted_quantile(people, air, 0.5), 28);
    EXPECT_EQ(weighted_quantile(people, air, 1), 32);
}

TEST(Exposure, AddsUpOverWards) {
    Places places;
    places.cell = {0, 1, 2};
    places.people = people;
    places.ward = {1, -1, 1};
    places.wards = {"A", "B"};
    auto const wards = by_ward(places, air);
    ASSERT_EQ(wards.size(), 3U);
    EXPECT_EQ(wards[0].people, 0);
    EXPECT_EQ(wards[1].people, 36000);
    EXPECT_DOUBLE_EQ(wards[1].mean, (24000. * 32 + 12000. * 20) / 36000);
    EXPECT_EQ(wards[2].ward, -1);
    double product = 0;
    for (auto const& ward : wards) product += ward.people * ward.mean;
    EXPECT_DOUBLE_EQ(product / 76000, weighted_mean(people, air));
}

TEST(Health, IsOddInTheDifferenceToFirstOrderAndNothingForNone) {
    EXPECT_EQ(attributable_fraction(1.062, 0), 0);
    EXPECT_NEAR(attributable_fraction(1.062, 10), 0.062 / 1.062, 1e-12);  // (RR - 1) / RR at the 10 of the table
    EXPECT_LT(attributable_fraction(1.062, -1), 0);
}

TEST(Health, HoldsTotalsAgainstTheCounterfactual) {
    ResponseFunction response;
    response.rr = 1.08;
    response.rr_low = 1.06;
    response.rr_high = 1.09;
    response.counterfactual_ug_m3 = 5;
    Baseline const baseline{0.5, 0.01};
    std::vector<double> const one = {1000};
    auto const cases = [&](float base, float option) {
        return avoided_cases(response, baseline, one, std::vector{base}, std::vector{option});
    };
    EXPECT_EQ(cases(4, 2).central, 0);                           // both below
    EXPECT_DOUBLE_EQ(cases(7, 2).central, cases(7, 5).central);  // only the part above counts
    EXPECT_NEAR(cases(15, 5).central, 5 * 0.08 / 1.08, 1e-9);
    auto const worse = cases(10, 12);
    EXPECT_LT(worse.central, 0);
    EXPECT_LE(worse.low, worse.central);
    EXPECT_LE(worse.central, worse.high);
}

TEST(Money, IsWorthLessLater) {
    EXPECT_NEAR(annuity(0.1, 10), (1 - std::pow(1.1, -10)) / 0.1, 1e-12);
    EXPECT_DOUBLE_EQ(annuity(0, 7), 7);
    auto const found = appraise({.capital = 100, .running_per_year = 0, .benefit_per_year = 20, .years = 10}, 0.1);
    EXPECT_NEAR(found.net_present_value, 22.891342, 1e-6);
    EXPECT_NEAR(*found.benefit_cost_ratio, 1.228913, 1e-6);
    // 20/1.1 + ... + 20/1.1^7 = 97.368, the eighth year gives 9.330: 7 + 2.632/9.330
    EXPECT_NEAR(*found.payback_years, 7.28206, 1e-4);
}

TEST(Money, HasNoPaybackWithoutBenefitAndNoRatioWithoutCosts) {
    EXPECT_FALSE(appraise({100, 5, 4, 20}, 0.06).payback_years);
    EXPECT_FALSE(appraise({0, 0, 4, 20}, 0.06).benefit_cost_ratio);
    EXPECT_EQ(appraise({0, 0, 4, 20}, 0.06).payback_years, 0.0);
    EXPECT_DOUBLE_EQ(appraise({100, 0, 10, 20}, 0).payback_years.value(), 10);
}

TEST(Money, HangsMostOnTheLongestBar) {
    auto const bars = tornado({{"a", 1, 2, 3}, {"b", 10, 20, 40}, {"fixed", 5, 5, 5}},
                              [](std::vector<double> const& v) { return v[0] + v[1] + v[2]; });
    ASSERT_EQ(bars.size(), 2U);
    EXPECT_EQ(bars[0].id, "b");
    EXPECT_EQ(bars[0].at_low, 17);
    EXPECT_EQ(bars[0].at_high, 47);
}

TEST(Noise, HalvesBy3DecibelAndAddsUpOverTheDay) {
    EXPECT_NEAR(level_change(0.5), -3.0103, 1e-4);
    EXPECT_NEAR(day_evening_night_level(60, 60, 60), 66.3952, 1e-4);
}

TEST(BusAccess, CountsPeopleNearAFrequentStop) {
    std::vector<city::Point> const at = {{0, 0}, {500, 0}, {501, 0}};
    EXPECT_DOUBLE_EQ(share_with_bus(people, at, std::vector<BusStop>{{{0, 0}, 20}}), 64. / 76);
    EXPECT_EQ(share_with_bus(people, at, std::vector<BusStop>{{{0, 0}, 21}}), 0);
}

}  // namespace
}  // namespace hacthanh::impact
