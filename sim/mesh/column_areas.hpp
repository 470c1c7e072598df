#pragma once

#include "sim/city/geometry.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace hacthanh::mesh {

/// The area of a polygon over every column of a mesh (i + nx j) that it reaches into [m2], in ascending order.
///
/// Exact but for rounding: parts of a polygon have together what the whole has. What lies outside of the mesh is in no
/// column. Holes and rings in either direction; fewer than three corners have no area. Coordinates must be finite.
/// Cost O(corners x rows). Thread-safe.
std::vector<std::pair<std::size_t, double>> column_areas(city::Polygon const& polygon, CityMesh const& mesh);

}  // namespace hacthanh::mesh
