#include "viz/colour_map.hpp"

#include "sim/core/error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hacthanh::viz {
namespace {

/// Relative luminance of sRGB, WCAG 2.1.
double luminance(Colour c) {
    auto const linear = [](int byte) {
        double const s = byte / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

class EveryMap : public ::testing::TestWithParam<ColourMap> {};

TEST_P(EveryMap, GetsDarkerFromLowToHighOnPaper) {
    Colour const paper{246, 246, 243};
    for (bool fade : {true, false}) {
        ColourScale const scale(GetParam(), ScaleKind::linear, 0, 1, fade);
        double before = 2;
        for (int i = 0; i <= 100; ++i) {
            double const now = luminance(blend(paper, scale(i / 100.0)));
            EXPECT_LT(now, before + 0.004) << i << " %";
            before = now;
        }
        EXPECT_LT(before, 0.05);
    }
}

TEST_P(EveryMap, DarkLowTurnsTheScaleAround) {
    ColourScale const usual(GetParam(), ScaleKind::linear, 0, 1, false);
    ColourScale const turned(GetParam(), ScaleKind::linear, 0, 1, false, true);
    for (double t : {0.0, 0.2, 0.5, 1.0}) EXPECT_EQ(usual.at_fraction(t), turned.at_fraction(1 - t));
}

INSTANTIATE_TEST_SUITE_P(Maps, EveryMap, ::testing::Values(ColourMap::viridis, ColourMap::cividis),
                         [](auto const& test) { return std::string(name(test.param)); });

TEST(ColourScale, NegligibleValuesAndMissingOnesAreTransparent) {
    ColourScale const scale(ColourMap::viridis, ScaleKind::linear, 0, 100, true);
    EXPECT_EQ(scale(0).alpha, 0);
    EXPECT_EQ(scale(-5).alpha, 0);
    EXPECT_EQ(scale(std::numeric_limits<double>::quiet_NaN()).alpha, 0);
    EXPECT_EQ(scale(100).alpha, 255);
    EXPECT_EQ(scale(1e9), scale(100));
}

TEST(ColourScale, LogarithmicScalePutsEqualRatiosAtEqualDistances) {
    ColourScale const scale(ColourMap::viridis, ScaleKind::logarithmic, 0.1, 1000, false);
    EXPECT_NEAR(scale.fraction(1), 0.25, 1e-12);
    EXPECT_NEAR(scale.fraction(10), 0.5, 1e-12);
    EXPECT_EQ(scale.fraction(0), 0);
    EXPECT_EQ(scale.fraction(-1), 0);
}

TEST(ColourScale, RefusesEmptyAndImpossibleRanges) {
    EXPECT_THROW(ColourScale(ColourMap::viridis, ScaleKind::linear, 1, 1, true), InputError);
    EXPECT_THROW(ColourScale(ColourMap::viridis, ScaleKind::linear, 5, 1, true), InputError);
    EXPECT_THROW(ColourScale(ColourMap::viridis, ScaleKind::logarithmic, 0, 1, true), InputError);
    EXPECT_THROW(ColourScale(ColourMap::viridis, ScaleKind::linear, 0, std::numeric_limits<double>::infinity(), true),
                 InputError);
}

TEST(ColourMapNames, AreFoundAgain) {
    for (ColourMap map : {ColourMap::viridis, ColourMap::cividis}) EXPECT_EQ(find_colour_map(name(map)), map);
    EXPECT_FALSE(find_colour_map("rainbow"));
}

}  // namespace
}  // namespace hacthanh::viz
