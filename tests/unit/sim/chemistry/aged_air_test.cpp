#include "sim/chemistry/aged_air.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hacthanh::chemistry {
namespace {

constexpr double ppb = reference_air / 1e9;

AgedAir street(double age) {
    return {.traffic_nox = 80 * ppb,
            .traffic_no2 = 8 * ppb,
            .traffic_age = age,
            .background = {2 * ppb, 6 * ppb, 30 * ppb},
            .inflow_age = 400};
}

std::vector<Rates> rates() { return {rates_of(298, 0), rates_of(298, 800), rates_of(283, 60)}; }

TEST(AgedAirTest, KeepsNitrogenAndOxidantAndNothingIsNegative) {
    for (auto const& rate : rates())
        for (double const age : {-5.0, 0.0, 1.0, 60.0, 1e3, 1e6}) {
            auto const now = formed(street(age), rate);
            EXPECT_GE(now.no, 0);
            EXPECT_GE(now.no2, 0);
            EXPECT_GE(now.o3, 0);
            EXPECT_NEAR(now.nox(), 88 * ppb, 1e-13 * ppb * 88);
            EXPECT_NEAR(now.ox(), 44 * ppb, 1e-13 * ppb * 44);
        }
}

TEST(AgedAirTest, FreshAirHasNotReactedAndOldAirIsPhotostationary) {
    for (auto const& rate : rates()) {
        auto fresh = street(0);
        fresh.inflow_age = 0;
        EXPECT_DOUBLE_EQ(formed(fresh, rate).no2, unreacted(fresh).no2);
        EXPECT_DOUBLE_EQ(unreacted(fresh).no2, 14 * ppb);
        auto const old = street(1e9);
        EXPECT_NEAR(formed(old, rate).no2, photostationary(unreacted(old), rate).no2, 1e-5 * ppb);
    }
}

TEST(AgedAirTest, WithoutTrafficTheBackgroundReactsAsLongAsItIsThere) {
    for (auto const& rate : rates()) {
        auto calm = street(0);
        calm.traffic_nox = calm.traffic_no2 = 0;
        EXPECT_DOUBLE_EQ(formed(calm, rate).no2, after(calm.background, rate, 400).no2);
    }
}

TEST(AgedAirTest, OlderExhaustHoldsMoreNo2InTheDark) {
    double before = 0;
    for (double const age : {0.0, 10.0, 30.0, 100.0, 300.0, 400.0}) {
        double const now = formed(street(age), rates_of(298, 0)).no2;
        EXPECT_GT(now, before) << age;
        before = now;
    }
}

/// A volume of age `residence`: air comes in and is mixed, time step by time step, until nothing changes.
TEST(AgedAirTest, IsTheSteadyStateOfAMixedVolume) {
    constexpr double residence = 80, step = 0.02;
    for (auto const& rate : rates()) {
        auto air = street(residence);
        air.inflow_age = residence;  // the background joins the exhaust where it comes in
        auto const supply = unreacted(air);
        auto box = supply;
        for (double t = 0; t < 30 * residence; t += step) {
            double const renewed = 1 - std::exp(-step / residence);
            box = {box.no + renewed * (supply.no - box.no), box.no2 + renewed * (supply.no2 - box.no2),
                   box.o3 + renewed * (supply.o3 - box.o3)};
            box = after(box, rate, step);
        }
        EXPECT_NEAR(formed(air, rate).no2, box.no2, 1e-3 * box.no2);
    }
}

TEST(AgedAirTest, SpreadAgesMakeLessNo2ThanOneSharpAgeInTheDark) {
    for (double const age : {20.0, 60.0, 200.0}) {
        auto air = street(age);
        air.inflow_age = age;
        EXPECT_LT(formed(air, rates_of(298, 0)).no2, after(unreacted(air), rates_of(298, 0), age).no2 - 0.1 * ppb);
    }
}

TEST(AgedAirTest, MoreNo2ThanNoxFromARoundedProductIsCut) {
    auto odd = street(50);
    odd.traffic_no2 = 90 * ppb;
    EXPECT_NEAR(unreacted(odd).no2, 86 * ppb, 1e-12 * ppb);
    odd.traffic_nox = -1e-3 * ppb;
    EXPECT_DOUBLE_EQ(unreacted(odd).nox(), 8 * ppb);
}

}  // namespace
}  // namespace hacthanh::chemistry
