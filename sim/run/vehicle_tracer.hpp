#pragma once

#include "sim/state/vehicle_group.hpp"
#include "sim/state/vehicle_states.hpp"
#include "sim/state/vehicle_trace.hpp"

#include <cmath>
#include <span>
#include <vector>

namespace hacthanh::run {

/// Notes where all vehicles are, every `interval_s`. One thread per object.
class VehicleTracer {
public:
    /// @param interval_s  0 = nothing is noted
    explicit VehicleTracer(double interval_s) : interval_s_(interval_s) {}

    void add(state::VehicleStates const& vehicles, std::span<state::VehicleType const> types,
             state::VehicleTrace& trace) {
        if (interval_s_ <= 0 || !due(vehicles)) return;
        while (group_of_type_.size() < types.size())
            group_of_type_.push_back(state::group_of(types[group_of_type_.size()].vehicle_class));
        std::uint32_t count = 0;
        for (std::size_t v = 0; v < vehicles.size(); ++v) {
            if (!vehicles.edge[v]) continue;
            ++count;
            trace.vehicle.push_back(vehicles.vehicle[v]);
            trace.group.push_back(static_cast<std::uint8_t>(group_of_type_[vehicles.type[v].value()]));
            trace.x.push_back(static_cast<float>(vehicles.x[v]));
            trace.y.push_back(static_cast<float>(vehicles.y[v]));
            trace.speed.push_back(static_cast<float>(vehicles.speed[v]));
        }
        trace.time_s.push_back(vehicles.end_time_s);
        trace.count.push_back(count);
    }

private:
    /// True for the first step that ends at or after each multiple of the interval.
    bool due(state::VehicleStates const& vehicles) const {
        constexpr double round_off_s = 1e-6;
        double const begin_s = vehicles.end_time_s - vehicles.step_s;
        return std::floor((vehicles.end_time_s + round_off_s) / interval_s_) >
               std::floor((begin_s + round_off_s) / interval_s_);
    }

    double interval_s_;
    std::vector<state::VehicleGroup> group_of_type_;
};

/// Puts the moments of `later` behind those of `trace`.
inline void append(state::VehicleTrace& trace, state::VehicleTrace const& later) {
    auto const join = [](auto& to, auto const& from) { to.insert(to.end(), from.begin(), from.end()); };
    join(trace.time_s, later.time_s);
    join(trace.count, later.count);
    join(trace.vehicle, later.vehicle);
    join(trace.group, later.group);
    join(trace.x, later.x);
    join(trace.y, later.y);
    join(trace.speed, later.speed);
}

}  // namespace hacthanh::run
