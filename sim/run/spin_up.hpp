#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/state/inflow_profile.hpp"

namespace hacthanh::run {

/// How long a run starts up, and why.
struct SpinUp {
    double length_s = 0;  ///< left out of run means
    double wanted_s = 0;  ///< what the rule asks for; larger than length_s when the run is too short for it
    bool shortened() const { return length_s < wanted_s; }
};

/// The spin-up of a run: `run.spin_up_s` where it is given, else `traffic.warm_up_s` + 1.5 x the longer side of the
/// domain / the wind at half its height, but no more than half of the run.
///
/// A run starts with clean air and empty roads, which biases the first part of it low.
SpinUp plan_spin_up(scenario::Scenario const& scenario, mesh::CityMesh const& mesh, state::InflowProfile const& inflow);

}  // namespace hacthanh::run
