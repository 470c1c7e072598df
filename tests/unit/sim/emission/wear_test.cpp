#include "sim/emission/wear.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::emission {
namespace {

TEST(WearTest, SteadyDrivingWearsTyresAndRoadAlone) {
    Wear const wear(state::WearClass::car, std::nullopt);
    auto const worn = wear.in_step(10, 0, 100);  // 36 km/h over 1 km
    EXPECT_NEAR(worn.pm10 * 1e6, 1.39 * 6.4 + 7.5, 1e-9) << "mg";
    EXPECT_NEAR(worn.pm25 * 1e6, 1.39 * 4.49 + 4.05, 1e-9) << "mg";
}

TEST(WearTest, TyreCorrectionIsContinuousEnoughAndFallsWithSpeed) {
    Wear const wear(state::WearClass::truck, std::nullopt);
    auto const per_km = [&](double km_h) { return wear.in_step(km_h / 3.6, 0, 3600 / km_h).pm10; };
    EXPECT_NEAR(per_km(39.999), per_km(40.001), 0.01 * per_km(40));
    EXPECT_NEAR(per_km(89.999), per_km(90.001), 0.01 * per_km(90));
    EXPECT_GT(per_km(30), per_km(60));
    EXPECT_GT(per_km(60), per_km(95));
}

TEST(WearTest, BrakesWearInProportionToTheEnergyTheyTake) {
    Wear const wear(state::WearClass::motorcycle, std::nullopt);
    auto const brakes = [&](double v, double a) { return wear.in_step(v, a, 1).pm10 - wear.in_step(v, 0, 1).pm10; };
    EXPECT_EQ(brakes(10, 1), 0);
    EXPECT_EQ(brakes(10, -0.1), 0) << "resistance alone slows so much";
    EXPECT_NEAR(brakes(10, -2) / braking_energy(10, -2, 1), brakes(5, -4) / braking_energy(5, -4, 1), 1e-12);
    EXPECT_GT(brakes(10, -2), 0);
}

TEST(WearTest, SiltOnTheRoadAddsDustAndNoClassMeansNoWear) {
    Wear const clean(state::WearClass::bus, std::nullopt);
    Wear const dusty(state::WearClass::bus, 0.2);
    Wear const dustier(state::WearClass::bus, 0.4);
    double const dust = dusty.in_step(10, 0, 1).pm10 - clean.in_step(10, 0, 1).pm10;
    double const more = dustier.in_step(10, 0, 1).pm10 - clean.in_step(10, 0, 1).pm10;
    EXPECT_NEAR(more / dust, std::pow(2, 0.91), 1e-9) << "AP-42: (sL)^0.91";
    Wear const none(state::WearClass::none, 0.2);
    EXPECT_EQ(none.in_step(10, -3, 1).pm10, 0);
}

}  // namespace
}  // namespace hacthanh::emission
