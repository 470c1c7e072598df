#include "io/import/height_text.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

using testing::DoubleNear;
using testing::Optional;

TEST(HeightTextTest, ReadsLengthsAsPeopleWriteThem) {
    EXPECT_EQ(parse_length("12"), 12);
    EXPECT_EQ(parse_length(" 12.5 "), 12.5);
    EXPECT_EQ(parse_length("12,5"), 12.5);
    EXPECT_EQ(parse_length("12 m"), 12);
    EXPECT_EQ(parse_length("12m"), 12);
    EXPECT_EQ(parse_length("12 mét"), 12);
    EXPECT_EQ(parse_length("~12"), 12);
    EXPECT_THAT(parse_length("40'"), Optional(DoubleNear(12.192, 1e-9)));
    EXPECT_THAT(parse_length("40 ft"), Optional(DoubleNear(12.192, 1e-9)));
    EXPECT_THAT(parse_length("40' 6\""), Optional(DoubleNear(12.3444, 1e-9)));
    EXPECT_EQ(parse_length("3;4"), 4);
    EXPECT_EQ(parse_length("tall;4"), 4);
    EXPECT_EQ(parse_length("-3"), -3);
}

TEST(HeightTextTest, TakesNothingForANumberThatIsNone) {
    for (char const* text :
         {"", " ", "m", "tall", "12 k", "12 m x", "nan", "inf", "1e400", "1e5", "0x10", ";", "12''3", "--3"})
        EXPECT_EQ(parse_length(text), std::nullopt) << text;
}

TEST(HeightTextTest, ReadsStoreys) {
    EXPECT_EQ(parse_levels("3"), 3);
    EXPECT_EQ(parse_levels("2.5"), 2.5);
    EXPECT_EQ(parse_levels("3;4"), 4);
    EXPECT_EQ(parse_levels("5+1"), 6);
    EXPECT_EQ(parse_levels("5+"), std::nullopt);
    EXPECT_EQ(parse_levels("G+5"), std::nullopt);
}

TEST(HeightTextTest, KnowsWhatNoBuildingHas) {
    EXPECT_EQ(plausible_height(9999), std::nullopt);
    EXPECT_EQ(plausible_height(0), std::nullopt);
    EXPECT_EQ(plausible_height(-1), std::nullopt);
    EXPECT_EQ(plausible_height(828), 828);
    EXPECT_EQ(plausible_levels(0), std::nullopt);
    EXPECT_EQ(plausible_levels(255), std::nullopt);
    EXPECT_EQ(plausible_levels(163), 163);
}

}  // namespace
}  // namespace hacthanh::io
