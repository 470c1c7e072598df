#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <cstddef>
#include <span>

namespace hacthanh::dispersion {

/// How much a steady source in a column of cells adds to one of them [s/m3].
///
/// Balance of every cell of the column: what the source gives, what comes down and up from its neighbours in the
/// column, and what leaves to the side with the wind and by mixing, of which half is taken to come back. Within 30 % of
/// what the transport itself shows at the end of its steps (tests/unit/sim/dispersion).
/// @param source  share of the source in the layers from the ground up, sums to 1; none in closed cells
/// @param column  i + nx j; the response is that of its lowest cell with a share
/// Cost O(nz). Thread-safe.
double own_response(state::Flow const& flow, mesh::CityMesh const& mesh, std::size_t column,
                    std::span<double const> source);

}  // namespace hacthanh::dispersion
