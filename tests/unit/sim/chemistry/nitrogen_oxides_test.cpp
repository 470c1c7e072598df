#include "sim/chemistry/nitrogen_oxides.hpp"

#include "sim/core/constants.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hacthanh::chemistry {
namespace {

constexpr double ppb = reference_air / 1e9;

std::vector<NitrogenOxides> parcels() {
    return {{200 * ppb, 20 * ppb, 35 * ppb},
            {0, 0, 0},
            {0, 50 * ppb, 0},
            {30 * ppb, 0, 30 * ppb},
            {1e-6 * ppb, 0, 80 * ppb},
            {1000 * ppb, 5 * ppb, 1e-9 * ppb},
            {10 * ppb, 40 * ppb, 60 * ppb}};
}

std::vector<Rates> rates() { return {rates_of(298, 0), rates_of(298, 800), rates_of(270, 50)}; }

TEST(NitrogenOxidesTest, KeepsNitrogenAndOxidantAndNothingIsNegative) {
    for (auto const& parcel : parcels())
        for (auto const& rate : rates())
            for (double const seconds : {0.0, 1e-3, 10.0, 600.0, 1e7}) {
                auto const now = after(parcel, rate, seconds);
                EXPECT_GE(now.no, 0);
                EXPECT_GE(now.no2, 0);
                EXPECT_GE(now.o3, 0);
                EXPECT_NEAR(now.nox(), parcel.nox(), 1e-14 * parcel.nox());
                EXPECT_NEAR(now.ox(), parcel.ox(), 1e-14 * parcel.ox());
            }
}

TEST(NitrogenOxidesTest, TwoSpansAreOneLongSpan) {
    for (auto const& parcel : parcels())
        for (auto const& rate : rates()) {
            auto const once = after(parcel, rate, 47);
            auto const twice = after(after(parcel, rate, 30), rate, 17);
            EXPECT_NEAR(twice.no2, once.no2, 1e-12 * parcel.nox());
        }
}

TEST(NitrogenOxidesTest, EndsInThePhotostationaryState) {
    auto const rate = rates_of(298, 600);
    auto const end = photostationary({200 * ppb, 20 * ppb, 35 * ppb}, rate);
    EXPECT_NEAR(rate.oxidation * end.no * end.o3, rate.photolysis * end.no2, 1e-10 * rate.photolysis * end.no2);
    auto const night = photostationary({30 * ppb, 5 * ppb, 30 * ppb}, rates_of(298, 0));
    EXPECT_NEAR(night.o3, 0, 1e-12 * ppb) << "as much NO as ozone, in the dark: the double root";
    auto const more_ozone = photostationary({10 * ppb, 5 * ppb, 30 * ppb}, rates_of(298, 0));
    EXPECT_NEAR(more_ozone.o3, 20 * ppb, 1e-9 * ppb);
    EXPECT_NEAR(more_ozone.no, 0, 1e-9 * ppb);
}

/// In a volume that air flows through, what flows in and what reacts balance what flows out.
TEST(NitrogenOxidesTest, ThroughFlowBalances) {
    for (auto const& supply : parcels())
        for (auto const& rate : rates())
            for (double const residence : {1.0, 80.0, 3600.0}) {
                auto const now = in_through_flow(supply, rate, residence);
                double const made = rate.oxidation * now.no * now.o3 - rate.photolysis * now.no2;
                double const scale = (supply.nox() + supply.ox()) / residence;
                EXPECT_NEAR((now.no2 - supply.no2) / residence, made, 1e-9 * scale);
                EXPECT_NEAR(now.nox(), supply.nox(), 1e-13 * supply.nox());
            }
}

TEST(NitrogenOxidesTest, ShortStayLeavesTheSupplyAndLongStayIsPhotostationary) {
    NitrogenOxides const supply{200 * ppb, 20 * ppb, 35 * ppb};
    auto const rate = rates_of(298, 600);
    EXPECT_NEAR(in_through_flow(supply, rate, 1e-6).no2, supply.no2, 1e-6 * supply.no2);
    EXPECT_NEAR(in_through_flow(supply, rate, 1e9).no2, photostationary(supply, rate).no2, 1e-6 * supply.no2);
}

}  // namespace
}  // namespace hacthanh::chemistry
