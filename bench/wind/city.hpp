#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <cstddef>

namespace hacthanh::bench {

/// A city that does not change: cells of 5 m x 5 m x 2.5 m, blocks of 80 m with four buildings of 8 to 68 m each,
/// streets of 20 m, some parks; 3-4 % of the cells are closed.
mesh::CityMesh block_city(std::size_t nx, std::size_t ny, std::size_t nz);

/// Logarithmic wind from west-south-west, the same above every place, 5 m/s at 10 m; 0 on closed faces.
state::WindField first_guess(mesh::CityMesh const& mesh);

}  // namespace hacthanh::bench
