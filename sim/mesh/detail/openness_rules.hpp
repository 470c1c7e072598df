#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>

namespace hacthanh::mesh::detail {

/// Closes faces towards closed cells, bounds apertures by `max_ratio` x the free volume of the smaller cell, and closes
/// cells that are left without an open face. Returns how many cells the last rule closed.
std::size_t bound_and_close(Openness& openness, CityMesh const& mesh, double max_ratio, Parallel const& parallel);

/// Open cells from which no way through open faces leads to a side or the lid of the mesh.
std::size_t count_enclosed(Openness const& openness, CityMesh const& mesh);

}  // namespace hacthanh::mesh::detail
