#include "sim/run/road_counter.hpp"

#include <gtest/gtest.h>

namespace hacthanh::run {
namespace {

TEST(RoadCounterTest, CountsTimeDistanceDelayAndQueueByGroup) {
    std::vector<double> const limits{10, 0};
    RoadCounter counter(limits);
    std::vector<state::VehicleType> const types{{"m", "motorcycle", "", 2, 0.7, 1.5}, {"t", "truck", "", 9, 2.5, 3}};
    std::vector<std::uint32_t> const number{0, 1, 2, 3};
    std::vector<EdgeId> const edge{EdgeId(0U), EdgeId(0U), EdgeId(1U), EdgeId()};
    std::vector<VehicleTypeId> const type{VehicleTypeId(0U), VehicleTypeId(0U), VehicleTypeId(1U), VehicleTypeId(1U)};
    std::vector<double> const zero(4, 0.0);
    std::vector<double> const speed{5, 1, 12, 9};
    state::VehicleStates const states{2, 2, number, edge, type, zero, zero, zero, zero, zero, speed, zero, {}};
    state::RoadSeries roads(2, 0);
    counter.add(states, types, roads);
    auto const& motorcycles = roads.groups[static_cast<std::size_t>(state::VehicleGroup::motorcycle)];
    EXPECT_DOUBLE_EQ(motorcycles.vehicle_seconds[0], 4);
    EXPECT_DOUBLE_EQ(motorcycles.vehicle_metres[0], 12);
    EXPECT_DOUBLE_EQ(motorcycles.delay_s[0], 2 * 0.5 + 2 * 0.9);
    EXPECT_DOUBLE_EQ(motorcycles.queue_s[0], 2) << "1 m/s is slower than 5 km/h";
    auto const& trucks = roads.groups[static_cast<std::size_t>(state::VehicleGroup::truck)];
    EXPECT_DOUBLE_EQ(trucks.vehicle_metres[1], 24);
    EXPECT_DOUBLE_EQ(trucks.delay_s[1], 0) << "no limit is known";
    EXPECT_DOUBLE_EQ(trucks.vehicle_seconds[0], 0) << "the one off the road counts nowhere";
}

}  // namespace
}  // namespace hacthanh::run
