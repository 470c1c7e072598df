#pragma once

#include "sim/core/parallel.hpp"
#include "sim/state/flow.hpp"

namespace hacthanh::run {

/// sum += weight x part for wind and for diffusivities, face by face: fluxes that balance in both balance in the sum.
/// Both of the same mesh. Same bits for any number of threads. Cost O(cells).
void add_scaled(state::Flow& sum, state::Flow const& part, double wind_weight, double turbulence_weight,
                Parallel const& parallel);

/// flow *= weight, the first part of such a sum.
void scale(state::Flow& flow, double wind_weight, double turbulence_weight, Parallel const& parallel);

}  // namespace hacthanh::run
