#pragma once

#include "sim/city/city.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io {

/// A map projection in the words of CF and GIS programs.
struct CoordinateReference {
    std::string name;  ///< e.g. "WGS 84 / UTM zone 48N"
    std::string code;  ///< e.g. "EPSG:32648"; empty when the register does not know it
    std::string wkt;   ///< well-known text 1 as GDAL writes it, with the authority where known
    /// CF 1.8 appendix F: "grid_mapping_name"; empty for methods other than transverse Mercator.
    std::string cf_name;
    std::vector<std::pair<std::string, double>> cf_parameters;  ///< CF attribute, value
};

/// Describes the projection of a network with PROJ and its EPSG register.
///
/// Nothing when the network has no projection. Throws InputError when PROJ does not understand the text.
/// Cost: some milliseconds (opens the register). Thread-safe.
std::optional<CoordinateReference> describe_projection(city::Projection const& projection);

/// A place on Earth [degrees], north and east > 0.
struct GeographicPlace {
    double latitude_deg = 0;
    double longitude_deg = 0;
};

/// Where a point of the network lies on Earth (WGS 84). Nothing when the network has no projection or PROJ cannot turn
/// it round there. @param point  network coordinates [m]
std::optional<GeographicPlace> place_on_earth(city::Projection const& projection, city::Point point);

}  // namespace hacthanh::io
