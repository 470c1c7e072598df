#include "sim/answers/year.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace hacthanh::test {
namespace {

using namespace answers;

TEST(YearTest, AnHourIsTheWeightedSumOfItsTablesTimesItsEmission) {
    std::vector<double> const reference{1e-6, 2e-6};
    TransferRows first(reference, 0), second(reference, 0);
    first.add_row(std::vector<double>{1.0, 0.5});
    second.add_row(std::vector<double>{0.0, 2.0});
    std::vector<TransferRows> const tables{first, second};
    std::vector<YearHour> hours(300, YearHour{{{0, 0.25}, {1, 1.5}}, 2});
    hours[7] = {{{1, 1.0}}, 0.5};
    hours[299] = {};
    // The second state of emission is three times the first.
    std::vector<float> const emission{1e-6F, 3e-6F, 2e-6F, 6e-6F};
    auto const products = products_of_tables(tables, emission, 2, Parallel(1));
    auto const year = hours_of_year(products, 0, hours, Parallel(1));
    ASSERT_EQ(year.size(), 300U);
    EXPECT_NEAR(static_cast<double>(year[0]), 2 * (0.25 * 2e-6 + 1.5 * 4e-6), 1e-11);
    EXPECT_NEAR(static_cast<double>(year[7]), 0.5 * 4e-6, 1e-12);
    EXPECT_EQ(year[298], year[0]);
    EXPECT_TRUE(std::isnan(year[299]));
    EXPECT_NEAR(hours_of_year(products, 1, hours, Parallel(1))[0], 3 * static_cast<double>(year[0]), 1e-11);
    EXPECT_EQ(hours_of_year(products, 0, std::span(hours).first(299), Parallel(2)),
              std::vector<float>(year.begin(), year.begin() + 299));
}

TEST(YearTest, TablesAroundADirectionShareItByTheAngle) {
    std::vector<double> const from{0, 90, 180, 270};
    using Shares = std::vector<std::pair<std::size_t, double>>;
    EXPECT_EQ(around(from, 90), (Shares{{1, 1.0}}));
    EXPECT_EQ(around(from, 112.5), (Shares{{1, 0.75}, {2, 0.25}}));
    EXPECT_EQ(around(from, 315), (Shares{{3, 0.5}, {0, 0.5}}));
    EXPECT_EQ(around(std::vector<double>{50}, 300), (Shares{{0, 1.0}}));
    std::vector<double> const uneven{10, 30};
    EXPECT_EQ(around(uneven, 200), (Shares{{1, 0.5}, {0, 0.5}}));
}

TEST(YearTest, StatisticsCountExceedancesDaysAndEights) {
    std::vector<float> hours(8760, 10.0F);
    for (std::size_t h = 0; h < 19; ++h) hours[h * 100] = 100.0F + static_cast<float>(h);
    auto const found = year_statistics(hours, {});
    EXPECT_NEAR(found.mean, (8741 * 10 + 19 * 100 + 171) / 8760.0, 1e-4);
    EXPECT_EQ(found.highest_hour, 118);
    EXPECT_EQ(found.hour_after_exceedances, 100);  // the 19th
    EXPECT_NEAR(found.highest_8_hours, (118 + 70) / 8.0, 1e-4);
    EXPECT_NEAR(found.highest_day, (118 + 230) / 24.0, 1e-4);
    EXPECT_EQ(found.day_after_exceedances, 10);
    EXPECT_EQ(found.coverage, 1);
}

TEST(YearTest, TooFewValuesGiveNoMean) {
    std::vector<float> hours(48, 1.0F);
    for (std::size_t h = 0; h < 12; ++h) hours[h] = std::numeric_limits<float>::quiet_NaN();
    auto const found = year_statistics(hours, {});
    EXPECT_TRUE(std::isnan(found.mean));
    EXPECT_EQ(found.highest_day, 1);  // of the second
    EXPECT_EQ(found.coverage, 0.75);
    EXPECT_TRUE(std::isnan(found.day_after_exceedances));
}

}  // namespace
}  // namespace hacthanh::test
