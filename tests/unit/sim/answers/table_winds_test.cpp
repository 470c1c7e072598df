#include "sim/answers/table_winds.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::test {
namespace {

using answers::around_wind;
using answers::TableWind;

/// What tables give whose U c is `of`, at a wind.
double value(std::vector<TableWind> const& tables, double (*of)(TableWind const&), double from_deg, double speed) {
    double sum = 0;
    for (auto const& [table, weight] : around_wind(tables, from_deg, speed))
        sum += weight * of(tables[table]) / tables[table].speed_m_s;
    return sum;
}

std::vector<TableWind> const four{{180, 1}, {0, 4}, {0, 1}, {180, 4}};

TEST(TableWinds, GiveAClassItself) {
    for (std::size_t n = 0; n < four.size(); ++n) {
        auto const found = around_wind(four, four[n].from_deg, four[n].speed_m_s);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].first, n);
        EXPECT_DOUBLE_EQ(found[0].second, 1);
    }
}

TEST(TableWinds, FallWithTheWindWhereTheFlowScales) {
    auto const one = [](TableWind const&) { return 1.0; };
    for (double const speed : {0.3, 1.0, 1.7, 4.0, 9.0})
        EXPECT_NEAR(value(four, one, 77, speed), 1 / speed, 1e-12) << speed << " m/s";
}

TEST(TableWinds, AreLinearInTheLogarithmOfTheSpeedBetweenClassesAndKeptBeyond) {
    auto const log_of = [](TableWind const& wind) { return std::log(wind.speed_m_s); };
    for (double const speed : {1.0, 1.3, 2.0, 3.9})
        EXPECT_NEAR(speed * value(four, log_of, 0, speed), std::log(speed), 1e-12) << speed << " m/s";
    EXPECT_NEAR(8 * value(four, log_of, 0, 8), std::log(4.0), 1e-12);
    EXPECT_NEAR(0.5 * value(four, log_of, 0, 0.5), 0, 1e-12);
}

TEST(TableWinds, TakeEachSpeedsOwnDirections) {
    std::vector<TableWind> const tables{{0, 1}, {90, 1}, {180, 1}, {270, 1}, {0, 4}, {180, 4}};
    auto const slow = around_wind(tables, 45, 1);
    ASSERT_EQ(slow.size(), 2U);
    EXPECT_DOUBLE_EQ(slow[0].second, 0.5);
    EXPECT_EQ(slow[1].first, 1U);
    auto const fast = around_wind(tables, 45, 4);
    ASSERT_EQ(fast.size(), 2U);
    EXPECT_DOUBLE_EQ(fast[0].second, 0.75);
    EXPECT_EQ(fast[1].first, 5U);
}

}  // namespace
}  // namespace hacthanh::test
