#include "sim/core/language.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hacthanh {
namespace {

constexpr Language english = Language::english;
constexpr Language vietnamese = Language::vietnamese;

TEST(FormatNumber, KeepsThreeSignificantDigits) {
    EXPECT_EQ(format_number(0, english), "0");
    EXPECT_EQ(format_number(-0.0, english), "0");
    EXPECT_EQ(format_number(23.4049, english), "23.4");
    EXPECT_EQ(format_number(0.0012345, english), "0.00123");
    EXPECT_EQ(format_number(512.3, english), "512");
    EXPECT_EQ(format_number(-2.5, english), "−2.5");
    EXPECT_EQ(format_number(50, english), "50");
}

TEST(FormatNumber, WritesVietnameseDecimalCommas) {
    EXPECT_EQ(format_number(23.4, vietnamese), "23,4");
    EXPECT_EQ(format_number(0.1, vietnamese), "0,1");
}

TEST(FormatNumber, GroupsThousandsByTheSignOfTheLanguage) {
    EXPECT_EQ(format_number(999, vietnamese), "999");
    EXPECT_EQ(format_number(1000, vietnamese), "1.000");
    EXPECT_EQ(format_number(12345, english), "12,345");
    EXPECT_EQ(format_number(-1234567, vietnamese), "−1.234.567");
    EXPECT_EQ(format_number(1234.56, vietnamese, 6), "1.234,56");
    EXPECT_EQ(format_number(1234.56, english, 6), "1,234.56");
}

TEST(FormatNumber, MarksWhatIsNotANumber) {
    EXPECT_EQ(format_number(std::numeric_limits<double>::quiet_NaN(), english), "–");
    EXPECT_EQ(format_fixed(std::numeric_limits<double>::infinity(), english, 2), "–");
    EXPECT_EQ(format_signed(std::numeric_limits<double>::quiet_NaN(), english), "–");
}

TEST(FormatFixed, KeepsItsZeros) {
    EXPECT_EQ(format_fixed(1234.5, vietnamese, 2), "1.234,50");
    EXPECT_EQ(format_fixed(-0.001, english, 2), "0.00");
    EXPECT_EQ(format_fixed(0.5, english, 0), "0");
}

TEST(FormatSigned, SaysWhichWayAChangeGoes) {
    EXPECT_EQ(format_signed(1.25, vietnamese), "+1,25");
    EXPECT_EQ(format_signed(-1250, vietnamese), "−1.250");
    EXPECT_EQ(format_signed(0, english), "0");
}

TEST(FormatDate, FollowsTheLanguage) {
    using namespace std::chrono;
    EXPECT_EQ(format_date(2026y / September / 2, vietnamese), "02/09/2026");
    EXPECT_EQ(format_date(2026y / September / 2, english), "2 September 2026");
}

}  // namespace
}  // namespace hacthanh
