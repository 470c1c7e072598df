#include "sim/chemistry/rates.hpp"

#include <gtest/gtest.h>

namespace hacthanh::chemistry {
namespace {

/// 4.45e-4 per ppb and second at 298 K, as published.
TEST(RatesTest, OxidationAtRoomTemperature) {
    double const per_ppb = oxidation_rate(298) * reference_air / 1e9;
    EXPECT_NEAR(per_ppb, 4.45e-4, 0.02e-4);
    EXPECT_LT(oxidation_rate(273), oxidation_rate(298)) << "cold air reacts slower";
}

TEST(RatesTest, PhotolysisFollowsTheSun) {
    EXPECT_EQ(photolysis_rate(0), 0);
    EXPECT_EQ(photolysis_rate(-5), 0);
    EXPECT_NEAR(photolysis_rate(1000), 8e-4 * 0.99005 + 7.4e-3, 1e-6);
    EXPECT_LT(photolysis_rate(1), 1e-5) << "no jump at dawn";
}

}  // namespace
}  // namespace hacthanh::chemistry
