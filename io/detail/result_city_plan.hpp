#pragma once

#include "io/detail/netcdf.hpp"
#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/mesh/city_plan.hpp"

#include <optional>
#include <string>

namespace hacthanh::io::detail {

/// Writes the city as the mesh sees it, where it has buildings or areas: `building_height`, `built_fraction` and
/// `land_cover` on [y][x].
/// @param mapping  text of `grid_mapping`, "" for none
void define_city_plan(hid_t root, Dimension const& y, Dimension const& x, city::City const& city,
                      mesh::CityMesh const& mesh, std::string const& mapping);

/// What define_city_plan() wrote, or nothing.
std::optional<mesh::CityPlan> read_city_plan(hid_t root);

}  // namespace hacthanh::io::detail
