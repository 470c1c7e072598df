#include "sim/emission/literature.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::emission {
namespace {

state::ClassEmission motorbikes(double co_g_km, double started_kg = 0) {
    state::ClassEmission emission{"motorbike", "motorcycle", 1e6, 1e5, {}, {}};
    emission.emitted_kg[index(Pollutant::co)] = co_g_km + started_kg;  // 1000 km
    emission.started_kg[index(Pollutant::co)] = started_kg;
    return emission;
}

bool co_is_outside(state::ClassEmission const& emission) {
    auto const checks = check_against_literature({&emission, 1});
    return std::ranges::find(checks, Pollutant::co, &state::LiteratureCheck::pollutant)->outside();
}

TEST(LiteratureTest, FlagsWhatLiesOutside) {
    EXPECT_FALSE(co_is_outside(motorbikes(4.8))) << "the Hanoi survey";
    EXPECT_TRUE(co_is_outside(motorbikes(0.035))) << "SUMO's class, unscaled";
    EXPECT_FALSE(co_is_outside(motorbikes(4.8, 12))) << "starts are not running emission";
}

TEST(LiteratureTest, LeavesOutWhatHardlyDroveOrIsNotKnown) {
    auto parked = motorbikes(1);
    parked.vehicle_m = 500;
    EXPECT_TRUE(check_against_literature({&parked, 1}).empty());
    auto ship = motorbikes(1);
    ship.vehicle_class = "ship";
    EXPECT_TRUE(check_against_literature({&ship, 1}).empty());
}

}  // namespace
}  // namespace hacthanh::emission
