#include "sim/traffic/synthetic_traffic_source.hpp"

#include "sim/core/error.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::traffic {
namespace {

SyntheticTrafficSettings one_kilometre() {
    SyntheticTrafficSettings settings;
    settings.edge = EdgeId(4);
    settings.axis = {{0, 0}, {600, 0}, {600, 400}};
    settings.flow_per_hour = 720;
    settings.speed = 8;
    settings.emission_rate.fill(2e-6);
    return settings;
}

TEST(SyntheticTraffic, InflowEqualsOutflowAfterTheRoadIsFull) {
    SyntheticTrafficSource source(one_kilometre());
    std::size_t last = 0;
    while (auto const states = source.next_step()) last = states->size();
    auto const totals = source.totals();
    EXPECT_EQ(totals.departed, 720U);
    EXPECT_EQ(totals.departed, totals.arrived + totals.running);
    EXPECT_EQ(last, totals.running);
    EXPECT_EQ(last, 25U);  // 1000 m at 8 m/s and one vehicle each 5 s
}

TEST(SyntheticTraffic, VehiclesDriveTheirSpeedAlongTheRoad) {
    SyntheticTrafficSource source(one_kilometre());
    while (auto const states = source.next_step())
        for (std::size_t i = 0; i < states->size(); ++i) {
            double const moved =
                std::abs(states->x[i] - states->x_from[i]) + std::abs(states->y[i] - states->y_from[i]);
            ASSERT_TRUE(moved == 0 || std::abs(moved - 8) < 1e-9) << moved;
            ASSERT_TRUE(states->y[i] == 0 || states->x[i] == 600);
        }
}

TEST(SyntheticTraffic, RefusesImpossibleSettings) {
    auto settings = one_kilometre();
    settings.end_s = 0.5;
    EXPECT_THROW(SyntheticTrafficSource{settings}, InputError);
    settings = one_kilometre();
    settings.speed = 0;
    EXPECT_THROW(SyntheticTrafficSource{settings}, InputError);
    settings = one_kilometre();
    settings.axis.resize(1);
    EXPECT_THROW(SyntheticTrafficSource{settings}, InputError);
}

}  // namespace
}  // namespace hacthanh::traffic
