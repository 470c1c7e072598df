#pragma once

#include "sim/city/geometry.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hacthanh::io {

/// One <poly> of a SUMO additional file.
struct SumoPolygon {
    std::string id;
    std::string type;     ///< e.g. "building.school", "landuse.forest"
    city::Polyline ring;  ///< without a repeated last point; network coordinates, or degrees when `geo`
    bool geo = false;     ///< longitude, latitude
    std::map<std::string, std::string> parameters;
};

/// The polygons of a SUMO additional file, as polyconvert writes it, plain or gzip; lines (fill="0" with an open
/// shape) are left out. Shapes are moved to `network` coordinates where the file's own <location> has another
/// netOffset. Throws InputError with file:line when the file is none, or a shape is no list of finite numbers.
/// One pass; at most 2 million polygons.
std::vector<SumoPolygon> read_sumo_polygons(std::filesystem::path const& file, city::Point net_offset);

}  // namespace hacthanh::io
