#pragma once

#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io::detail {

/// Columns of a mesh and the share of a source over each; what is missing to 1 lies outside of the mesh.
using ColumnShares = std::vector<std::pair<std::size_t, double>>;

/// The column of a point in network coordinates; none outside.
ColumnShares column_of(city::Point point, mesh::CityMesh const& mesh);

/// Network coordinates of a place on Earth [degrees]. Throws InputError when the network has no projection.
city::Point network_point(double longitude_deg, double latitude_deg, city::Projection const& projection,
                          std::string const& where);

/// Columns under the polygons of a file, by area times the column `weight` (1 where there is none); cells are looked at
/// in 4 x 4 points. Throws InputError when there is none, or a weight is negative.
ColumnShares columns_of_areas(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                              city::Projection const& projection, std::string const& where);

/// Columns under a raster (NetCDF, GeoTIFF, …; first band) in proportion to its values; cells are looked at in 4 x 4
/// points. No-data is 0. Throws InputError when a value is negative, or all are 0.
ColumnShares columns_of_grid(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                             city::Projection const& projection, std::string const& where);

}  // namespace hacthanh::io::detail
