#pragma once

#include <vector>

namespace hacthanh::state {

/// Concentrations at both kerbs of every road during one output interval, [species][road] [kg/m3]; NaN where there is
/// none: connections across junctions, roads outside the mesh.
///
/// Leeward is the kerb under the wall that the wind blows over first, in a canyon the dirtier one; on an open road it
/// is the downwind kerb.
struct KerbSeries {
    std::vector<std::vector<float>> leeward;
    std::vector<std::vector<float>> windward;

    bool empty() const { return leeward.empty(); }
};

}  // namespace hacthanh::state
