/// That a rule meets a statistic of its own averaging time or none.

#include "sim/impact/place_means.hpp"
#include "io/rule_tables.hpp"

#include <gtest/gtest.h>

namespace hacthanh::impact {
namespace {

PlaceMeans means(std::vector<std::string> pollutants, std::size_t places = 1) {
    static Rules const rules =
        io::read_rules().on(Date(std::chrono::year(2026), std::chrono::month(1), std::chrono::day(15)));
    return {std::move(pollutants), places, AirQualityIndex(rules, "VN_AQI")};
}

/// Adds steps of a value each.
void add(PlaceMeans& means, double step_s, std::vector<float> const& values, double begin_s = 0) {
    for (float const value : values) {
        means.add(begin_s, begin_s + step_s, {{value}});
        begin_s += step_s;
    }
}

TEST(PlaceMeans, HaveNoHourOfHalfAnHour) {
    auto half = means({"NO2"});
    add(half, 600, {10, 20, 30});
    auto const found = half.finish().front();
    EXPECT_EQ(found.mean, std::vector<float>{20});
    for (Averaging averaging : all_averagings) EXPECT_TRUE(found.of(averaging).empty());
    EXPECT_TRUE(half.index().highest_hour.empty());
}

TEST(PlaceMeans, CountAnHourThatIsNineTenthsFull) {
    auto nearly = means({"NO2"});
    add(nearly, 360, {10, 10, 10, 10, 10, 10, 10, 10, 10});  // 54 min
    EXPECT_EQ(nearly.finish().front().of(Averaging::hour), std::vector<float>{10});
    auto less = means({"NO2"});
    add(less, 360, {10, 10, 10, 10, 10, 10, 10, 10});
    EXPECT_TRUE(less.finish().front().of(Averaging::hour).empty());
}

TEST(PlaceMeans, FindTheHighestHourAndTheMeanOfTheDay) {
    auto day = means({"NO2"});
    std::vector<float> hours(24, 10);
    for (std::size_t h = 4; h < 12; ++h) hours[h] = 50;
    hours[8] = 90;
    add(day, 3600, hours);
    auto const found = day.finish().front();
    EXPECT_EQ(found.of(Averaging::hour), std::vector<float>{90});
    EXPECT_EQ(found.of(Averaging::hours_8), std::vector<float>{55});  // (7 x 50 + 90) / 8
    EXPECT_FLOAT_EQ(found.of(Averaging::day)[0], (16 * 10 + 440) / 24.0F);
    EXPECT_TRUE(found.of(Averaging::year).empty());
    EXPECT_TRUE(day.index().good_days.empty());  // no index without particles
}

TEST(PlaceMeans, HaveNoHoursOfStepsThatDoNotDivideThem) {
    auto uneven = means({"NO2"});
    add(uneven, 2400, std::vector<float>(36, 10));  // 24 h in steps of 40 min: a day, no hours
    auto const found = uneven.finish().front();
    EXPECT_TRUE(found.of(Averaging::hour).empty());
    EXPECT_EQ(found.of(Averaging::day), std::vector<float>{10});
}

TEST(PlaceMeans, GiveParticlesTheirHourlyIndexAfterTwelveHours) {
    auto eleven = means({"PM25"});
    add(eleven, 3600, std::vector<float>(11, 50));
    eleven.finish();
    EXPECT_TRUE(eleven.index().highest_hour.empty());
    auto twelve = means({"PM25"});
    add(twelve, 3600, std::vector<float>(12, 50));
    twelve.finish();
    EXPECT_EQ(twelve.index().highest_hour, std::vector<float>{100});
}

TEST(PlaceMeans, CountGoodDays) {
    auto days = means({"PM25"});
    std::vector<float> hours(24, 50);   // index 100: still good or moderate
    hours.insert(hours.end(), 24, 51);  // not any more
    add(days, 3600, hours);
    days.finish();
    EXPECT_EQ(days.index().good_days, std::vector<float>{0.5F});
}

}  // namespace
}  // namespace hacthanh::impact
