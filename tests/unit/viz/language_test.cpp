#include "viz/language.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hacthanh::viz {
namespace {

TEST(FormatNumber, KeepsThreeSignificantDigits) {
    EXPECT_EQ(format_number(0, Language::english), "0");
    EXPECT_EQ(format_number(23.4049, Language::english), "23.4");
    EXPECT_EQ(format_number(0.0012345, Language::english), "0.00123");
    EXPECT_EQ(format_number(512.3, Language::english), "512");
    EXPECT_EQ(format_number(-2.5, Language::english), "-2.5");
    EXPECT_EQ(format_number(50, Language::english), "50");
}

TEST(FormatNumber, WritesVietnameseDecimalCommas) {
    EXPECT_EQ(format_number(23.4, Language::vietnamese), "23,4");
    EXPECT_EQ(format_number(0.1, Language::vietnamese), "0,1");
}

TEST(FormatNumber, GroupsLongNumbersWithoutAmbiguousSigns) {
    EXPECT_EQ(format_number(9999, Language::english), "9999");
    EXPECT_EQ(format_number(12345, Language::english), "12\u2009345");
    EXPECT_EQ(format_number(-1234567, Language::vietnamese), "-1\u2009234\u2009567");
}

TEST(FormatNumber, MarksWhatIsNotANumber) {
    EXPECT_EQ(format_number(std::numeric_limits<double>::quiet_NaN(), Language::english), "–");
}

}  // namespace
}  // namespace hacthanh::viz
