#pragma once

#include "io/import/footprint.hpp"
#include "io/import/import_log.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io {

/// The buildings of a CityJSON text, in its own coordinates.
struct CityJsonContent {
    std::string crs;  ///< e.g. "EPSG:7415"; empty when it names none
    std::vector<Footprint> buildings;
};

/// Reads CityJSON 1.0-2.0: Building and BuildingPart objects with LoD 0, 1 or 2 geometry.
///
/// The footprint is the union of the GroundSurface faces, or of all faces that are not upright where none is named;
/// the height is `measuredHeight` where given, else from the lowest to the highest point of the object. Objects
/// without geometry that has faces are left out and counted (`buildings_without_polygon`). Throws InputError with the
/// object's id where a number is missing or an index points nowhere. @param name  what to call the text in messages
CityJsonContent parse_cityjson(std::string_view text, std::string const& name, ImportLog& log);

/// The same of a file, at most 512 MB (it takes about ten times that in memory).
CityJsonContent read_cityjson(std::filesystem::path const& file, ImportLog& log);

}  // namespace hacthanh::io
