#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/fields.hpp"

namespace hacthanh::wind::detail {

/// Distance from the middle of each cell with air to the nearest closed cell or the ground [m]; 0 without air.
///
/// Exact for boxes up to `reach`, the height over ground or roof below beyond it. One axis after the other: first up
/// and down within the column, then the nearest over the neighbours along x, then along y.
/// Cost O(cells x reach / cell size).
mesh::CellField<float> wall_distance(mesh::CityMesh const& mesh, double reach, Parallel const& parallel);

}  // namespace hacthanh::wind::detail
