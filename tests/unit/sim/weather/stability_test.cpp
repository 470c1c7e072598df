#include "sim/weather/stability.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>

namespace hacthanh::weather {
namespace {

// EPA-454/R-99-005, table 6-4, row by row: a wind in the row's range in m/s, and the classes for index 4 to -2.
TEST(Turner, ClassesAreThoseOfTheTable) {
    struct Row {
        double low, high;
        std::string_view classes;
    };
    constexpr Row rows[] = {{0.0, 0.7, "1123467"}, {0.8, 1.8, "1223467"}, {1.9, 2.8, "1234456"},
                            {2.9, 3.3, "2234456"}, {3.4, 3.8, "2234445"}, {3.9, 4.8, "2334445"},
                            {4.9, 5.4, "3344445"}, {5.5, 5.9, "3344444"}, {6.0, 40.0, "3444444"}};
    for (auto const& row : rows)
        for (int index = 4; index >= -2; --index) {
            int const expected = row.classes[static_cast<std::size_t>(4 - index)] - '0';
            EXPECT_EQ(turner_class(row.low, index), expected) << row.low << " m/s, index " << index;
            EXPECT_EQ(turner_class(row.high, index), expected) << row.high << " m/s, index " << index;
        }
}

TEST(Turner, NetRadiationFollowsSunAndClouds) {
    EXPECT_EQ(net_radiation_index({false, 70, 0.3, {}}), 4);
    EXPECT_EQ(net_radiation_index({false, 60, 0.5, {}}), 3);
    EXPECT_EQ(net_radiation_index({false, 20, 0.0, {}}), 2);
    EXPECT_EQ(net_radiation_index({false, 5, 0.0, {}}), 1);
    EXPECT_EQ(net_radiation_index({false, 70, 0.8, 1000}), 2);  // low clouds take two
    EXPECT_EQ(net_radiation_index({false, 70, 0.8, 3000}), 3);  // middle clouds one
    EXPECT_EQ(net_radiation_index({false, 70, 0.8, 8000}), 4);  // high clouds none
    EXPECT_EQ(net_radiation_index({false, 70, 1.0, 3000}), 2);  // a closed sky one more
    EXPECT_EQ(net_radiation_index({false, 20, 0.8, 1000}), 1);  // never below 1 by day
    EXPECT_EQ(net_radiation_index({false, 70, 1.0, 1000}), 0);  // overcast and low: neutral, day and night
    EXPECT_EQ(net_radiation_index({true, -40, 1.0, 1000}), 0);
    EXPECT_EQ(net_radiation_index({true, -40, 0.4, {}}), -2);
    EXPECT_EQ(net_radiation_index({true, -40, 0.5, {}}), -1);
}

TEST(Radiation, DayClassesAreThoseOfTheTable) {
    EXPECT_EQ(radiation_class(1, 1000), 1);
    EXPECT_EQ(radiation_class(1, 300), 2);
    EXPECT_EQ(radiation_class(2.5, 700), 2);
    EXPECT_EQ(radiation_class(4, 500), 3);
    EXPECT_EQ(radiation_class(5.5, 950), 3);
    EXPECT_EQ(radiation_class(8, 950), 3);
    EXPECT_EQ(radiation_class(8, 700), 4);
    for (double wind : {0.0, 2.0, 4.0, 10.0}) EXPECT_EQ(radiation_class(wind, 100), 4);
}

// A second, independent fit to Golder's curves (L = -11.4 z0^0.10 for A, -26 z0^0.17 for B and F, -123 z0^0.30 for C
// and E; Pasquill 1974) says the same within what two people read from one figure.
TEST(Golder, LinesGoThroughTheCurves) {
    for (double z0 : {0.03, 0.1, 0.3}) {
        double const other[] = {-11.4 * std::pow(z0, 0.10), -26 * std::pow(z0, 0.17), -123 * std::pow(z0, 0.30)};
        for (int stability = 1; stability <= 3; ++stability) {
            double const length = 1 / golder_inverse_length(stability, z0);
            EXPECT_NEAR(length / other[stability - 1], 1, 0.4) << stability << ' ' << z0;
        }
        EXPECT_NEAR(1 / golder_inverse_length(6, z0) / -other[1], 1, 0.4) << z0;
        EXPECT_NEAR(1 / golder_inverse_length(5, z0) / -other[2], 1, 0.4) << z0;
    }
}

TEST(Golder, OrdersTheClassesAndKeepsTheSigns) {
    for (double z0 : {1e-5, 0.001, 0.03, 0.5, 3.0}) {
        for (int stability = 2; stability <= 6; ++stability)
            EXPECT_GT(golder_inverse_length(stability, z0), golder_inverse_length(stability - 1, z0)) << z0;
        EXPECT_LT(golder_inverse_length(3, z0), 0);
        EXPECT_EQ(golder_inverse_length(4, z0), 0);
        EXPECT_GT(golder_inverse_length(5, z0), 0);
        EXPECT_EQ(golder_inverse_length(7, z0), golder_inverse_length(6, z0));
    }
}

}  // namespace
}  // namespace hacthanh::weather
