#pragma once

#include "sim/state/road_series.hpp"
#include "sim/state/vehicle_states.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace hacthanh::run {

/// Counts traffic on every road by group of vehicles: time, distance, delay and queue.
///
/// Delay of a vehicle-step: dt max(0, 1 - v / speed limit), the time lost against driving at the limit. Queue: time
/// slower than state::queue_speed. Cost O(vehicles). One thread per object.
class RoadCounter {
public:
    /// @param speed_limits  by road [m/s], 0 = unknown (no delay there); empty = nothing is counted
    explicit RoadCounter(std::vector<double> const& speed_limits) : speed_limits_(speed_limits) {}

    void add(state::VehicleStates const& vehicles, std::span<state::VehicleType const> types,
             state::RoadSeries& roads) {
        if (speed_limits_.empty()) return;
        while (group_of_type_.size() < types.size())
            group_of_type_.push_back(state::group_of(types[group_of_type_.size()].vehicle_class));
        double const step_s = vehicles.step_s;
        for (std::size_t v = 0; v < vehicles.size(); ++v) {
            if (!vehicles.edge[v]) continue;
            auto const road = vehicles.edge[v].value();
            double const speed = vehicles.speed[v];
            double const limit = speed_limits_[road];
            auto& traffic = roads.groups[static_cast<std::size_t>(group_of_type_[vehicles.type[v].value()])];
            traffic.vehicle_seconds[road] += step_s;
            traffic.vehicle_metres[road] += speed * step_s;
            if (limit > 0) traffic.delay_s[road] += step_s * std::max(0.0, 1 - speed / limit);
            if (speed < state::queue_speed) traffic.queue_s[road] += step_s;
        }
    }

private:
    std::vector<double> const& speed_limits_;
    std::vector<state::VehicleGroup> group_of_type_;
};

}  // namespace hacthanh::run
