#pragma once

#include "io/detail/netcdf.hpp"
#include "sim/city/city.hpp"

namespace hacthanh::io::detail {

/// Writes the street canyon of every road (city::street_canyons) where the city has buildings: `edge_canyon_width`,
/// `edge_building_height_left`, `edge_building_height_right`, `edge_aspect_ratio`, `edge_sky_view`.
/// @param attributes  that tie a variable to its road's line
void define_canyons(hid_t root, Dimension const& edge, city::City const& city, TextAttributes const& attributes);

}  // namespace hacthanh::io::detail
