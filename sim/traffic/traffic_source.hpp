#pragma once

#include "sim/state/traffic_totals.hpp"
#include "sim/state/vehicle_states.hpp"

#include <optional>
#include <span>

namespace hacthanh::traffic {

/// Vehicles of a city, step by step. Where they come from (SUMO, a recording, a formula) does not show.
///
/// Contract, tested against every implementation: steps have equal length and follow each other from begin to
/// end; every array of a step has the same length; vehicle numbers are unique within a step; x_from of a vehicle
/// is its x of the step before (or its own x after a jump or on its first step); emission rates are finite.
/// One owner thread.
class TrafficSource {
public:
    virtual ~TrafficSource() = default;

    virtual double begin_s() const = 0;  ///< traffic clock before the first step
    virtual double end_s() const = 0;    ///< traffic clock after the last step
    virtual double step_s() const = 0;

    /// The next step, or nothing after the last. The view is valid until the next call.
    /// Throws RunError when the simulation behind it fails.
    virtual std::optional<state::VehicleStates> next_step() = 0;

    /// All vehicle types met so far, indexed with VehicleTypeId.
    virtual std::span<state::VehicleType const> vehicle_types() const = 0;

    /// Counts up to the last step that was returned.
    virtual state::TrafficTotals totals() const = 0;
};

}  // namespace hacthanh::traffic
