#pragma once

#include "sim/city/city.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A place where trips begin and end.
struct Zone {
    std::string id;
    struct Road {
        std::string edge;
        double weight = 0;  ///< share of the zone's trips is in proportion, > 0
    };
    std::vector<Road> sources;  ///< where its trips begin
    std::vector<Road> sinks;    ///< where trips to it end
};

/// Zones from polygons (GeoPackage, GeoJSON, all that GDAL opens) or from a SUMO file of <taz> (.xml).
///
/// Polygons: a road belongs to the first zone that holds its middle, weighed by its length; coordinates are brought to
/// the network's, or taken as the network's where file or network name no reference system. `field` holds the zones'
/// names;
/// "" takes zone, id, name or taz. Throws InputError for a file without zones, zones twice or without roads, fields and
/// roads that are not there (with the near-miss name).
std::vector<Zone> read_zones(std::filesystem::path const& file, std::string const& field, city::City const& city);

/// Writes zones as SUMO's <taz>.
void write_zones(std::filesystem::path const& file, std::vector<Zone> const& zones);

}  // namespace hacthanh::io
