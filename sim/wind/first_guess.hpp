#pragma once

#include "sim/city/building.hpp"
#include "sim/core/parallel.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/flow_zone.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/wind/blocks.hpp"
#include "sim/wind/options.hpp"

#include <span>
#include <vector>

namespace hacthanh::wind {

/// A wind that knows the buildings but does not yet conserve mass.
struct FirstGuess {
    state::WindField wind;  ///< through every face, 0 on closed ones
    state::FlowMap zones;
};

/// Wind around buildings from formulas for each of their vortices, after Roeckle (1990) and QUIC/QES-Winds.
///
/// Every column looks along the wind for the walls before and behind it (any footprint, any direction) and its open
/// cells are filled in this order, later ones over earlier ones:
///   1. the inflow profile, slowed by the canopy of the neighbourhood (detail/urban_canopy.hpp)
///   2. upwind zone of the next block downwind
///   3. rooftop and side-wall vortices of blocks that no other one shelters
///   4. wakes and cavities of the blocks upwind, the farthest first, each only above the ones in between
///   5. the vortex between two facing walls nearer than the cavity is long, and the shear layer above it
/// Speeds in the vortices refer to the undisturbed wind at the roof. Formulas and sources: detail/vortex_zones.hpp.
class RoeckleFirstGuess {
public:
    /// @param mesh       with the same buildings in it; must outlive this, as must `buildings`
    RoeckleFirstGuess(mesh::CityMesh const& mesh, std::span<city::Building const> buildings,
                      WindOptions const& options);

    /// Cost O(columns x walls nearby + cells). Same bits for any number of threads. Thread-safe.
    FirstGuess make(state::InflowProfile const& profile, Parallel const& parallel) const;

    std::vector<Block> const& blocks() const { return blocks_; }

private:
    mesh::CityMesh const* mesh_;
    WindOptions options_;
    std::vector<Block> blocks_;
};

}  // namespace hacthanh::wind
