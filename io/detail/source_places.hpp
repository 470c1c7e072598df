#pragma once

#include "io/gis.hpp"
#include "io/reproject.hpp"
#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io::detail {

/// Columns of a mesh and the share of a source over each; what is missing to 1 lies outside of the mesh.
using ColumnShares = std::vector<std::pair<std::size_t, double>>;

/// Where a source is.
struct SourcePlace {
    ColumnShares columns;
    std::optional<city::Point> point{};  ///< in network coordinates, of a source at a point
};

/// A point in network coordinates and its column; outside of the mesh it has none.
SourcePlace place_of_point(city::Point point, mesh::CityMesh const& mesh);

/// Network coordinates of a place on Earth [degrees]. Throws InputError when the network has no projection.
city::Point network_point(double longitude_deg, double latitude_deg, city::Projection const& projection,
                          std::string const& where);

/// Columns under the polygons of a file, by area times the column `weight` (1 where there is none). Throws InputError
/// when there is none, or a weight is negative.
ColumnShares columns_of_areas(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                              city::Projection const& projection, std::string const& where);

/// Columns under polygons in network coordinates, by area.
ColumnShares columns_of_polygons(std::vector<city::Polygon> const& polygons, mesh::CityMesh const& mesh);

/// The reference system of a layer or raster, x before y.
std::optional<OGRSpatialReference> reference_of(OGRSpatialReference const* given);

/// The polygons of a geometry in network coordinates; none when it holds others. Throws InputError when one is not
/// valid (of rings that cross themselves the area is not known) or cannot be put into the network's projection.
std::vector<city::Polygon> network_polygons(OGRGeometry const* geometry, ToNetwork const& to_network,
                                            std::string const& where);

/// What a raster holds over a mesh.
struct GridShares {
    ColumnShares columns;
    double total = 0;  ///< values x area [m2], inside the mesh or not
};

/// Columns under a raster (NetCDF, GeoTIFF, …; first band) in proportion to its values per area. No-data is 0. Throws
/// InputError when a value is negative, or all are 0.
/// @param file  or GDAL's name of a variable in it
GridShares columns_of_grid(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                           city::Projection const& projection);

}  // namespace hacthanh::io::detail
