#include "sim/evaluation/quality_indicator.hpp"

#include <gtest/gtest.h>

namespace hacthanh::evaluation {
namespace {

TEST(MeasurementUncertainty, OfNitrogenDioxideAtItsReferenceIs24Percent) {
    auto const no2 = measurement_uncertainty("NO2").value();
    EXPECT_NEAR(no2.at(200), 48, 1e-12);
    EXPECT_NEAR(no2.at(0), 0.24 * 0.2 * 200, 1e-12);
    EXPECT_NEAR(no2.at(100), 25.39921, 1e-5);  // 0.24 sqrt(0.96 * 1e4 + 1600)
}

TEST(MeasurementUncertainty, IsUnknownForOtherSpecies) {
    EXPECT_FALSE(measurement_uncertainty("CO"));
    EXPECT_TRUE(measurement_uncertainty("PM2.5"));
    EXPECT_EQ(measurement_uncertainty("PM25")->averaging_h, 24);
}

TEST(QualityIndicator, IsTheOneCalculatedByHand) {
    // RMSE^2 = (400 + 100)/2; U^2 = 0.0576 (11200 + 4000)/2: sqrt(250/437.76)/2
    std::vector<Pair> const pairs{{100, 120}, {50, 40}};
    EXPECT_NEAR(quality_indicator(pairs, measurement_uncertainty("NO2").value()), 0.3778521, 1e-6);
}

TEST(QualityIndicator, IsHalfWhereTheModelIsOffByTheUncertaintyItself) {
    auto const pm25 = measurement_uncertainty("PM2.5").value();
    std::vector<Pair> const pairs{{40, 40 + pm25.at(40)}};
    EXPECT_NEAR(quality_indicator(pairs, pm25), 0.5, 1e-12);
}

TEST(QualityIndicator90, InterpolatesBetweenStations) {
    EXPECT_EQ(quality_indicator_90({0.7}), 0.7);
    EXPECT_NEAR(quality_indicator_90({2, 1, 3}), 2.7, 1e-12);  // 0.9 * 3 = 2.7: between the second and the third
    EXPECT_NEAR(quality_indicator_90({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), 9, 1e-12);
}

}  // namespace
}  // namespace hacthanh::evaluation
