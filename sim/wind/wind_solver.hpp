#pragma once

#include "sim/state/flow.hpp"
#include "sim/state/inflow_profile.hpp"

namespace hacthanh::wind {

/// Turns the undisturbed wind over the city into the wind and turbulence in it.
class WindSolver {
public:
    virtual ~WindSolver() = default;

    /// @param profile  made for the mesh of the solver
    /// @return wind through every face of the mesh, volume fluxes in balance, and the turbulence that goes with it
    virtual state::Flow solve(state::InflowProfile const& profile) const = 0;
};

}  // namespace hacthanh::wind
