#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>

namespace hacthanh::mesh::detail {

/// Closes faces towards closed cells, bounds apertures by `max_ratio` x the free volume of the smaller cell, and closes
/// cells that are left without an open face. Returns how many cells the last rule closed.
std::size_t bound_and_close(Openness& openness, CityMesh const& mesh, double max_ratio, Parallel const& parallel);

/// Closes cells from which no way through open faces leads to a side or the lid of the mesh: what is set free there
/// would never leave, and a pressure in them has no value. Returns how many. @param volume  their air is added to it
/// [m3]
std::size_t close_enclosed(Openness& openness, CityMesh const& mesh, double& volume);

}  // namespace hacthanh::mesh::detail
