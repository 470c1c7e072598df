#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/state/vehicle_states.hpp"

#include <array>
#include <vector>

namespace hacthanh::emission {

/// Mass that every vehicle gives off during one traffic step [kg], >= 0, one array per pollutant.
using EmittedMass = std::array<std::vector<double>, n_pollutants>;

/// From what vehicles do to what they give off.
class EmissionModel {
public:
    virtual ~EmissionModel() = default;

    /// The masses of one step, as long as `vehicles`. The reference is valid until the next call.
    virtual EmittedMass const& emitted(state::VehicleStates const& vehicles) = 0;
};

/// Takes the emission rates that the traffic source reports (SUMO's model of the vehicle's emission class).
///
/// Mass = max(rate, 0) x step length: fitted functions (HBEFA4) turn negative at some speeds, about 3 % of the
/// positive part for CO and HC, and a vehicle does not take pollutants up (SUMO issue #15079).
/// Cost O(vehicles). One thread per object.
class ReportedEmission final : public EmissionModel {
public:
    EmittedMass const& emitted(state::VehicleStates const& vehicles) override;

private:
    EmittedMass mass_;
};

}  // namespace hacthanh::emission
