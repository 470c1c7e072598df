#pragma once

#include "io/detail/netcdf.hpp"
#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <string>

namespace hacthanh::io::detail {

/// The axes of a field on the mesh, and where they lie on the Earth.
struct GridAxes {
    Dimension z, y, x;
    Dimension bounds;     ///< 2: lower and upper border
    std::string mapping;  ///< value of the attribute `grid_mapping`; "" for none
};

/// Makes the axes z (with z_bnds), y and x for the lowest `n_layers` of the mesh, projected where the city has a
/// projection, and the variable `crs` that describes it.
/// Throws InputError when the projection is not understood.
GridAxes define_grid_axes(hid_t root, mesh::CityMesh const& mesh, city::Projection const& projection,
                          std::size_t n_layers);

/// Adds `grid_mapping` unless there is none.
void add_mapping(TextAttributes& attributes, std::string const& mapping);

}  // namespace hacthanh::io::detail
