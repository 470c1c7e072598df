#pragma once

#include "io/import/footprint.hpp"
#include "io/import/import_log.hpp"
#include "sim/city/city.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// How a file of footprints is to be read; empty names are guessed and reported.
struct GisFootprintSettings {
    std::string layer;
    std::string height_field;
    std::string levels_field;
    std::string use_field;
    std::string crs;         ///< replaces the file's; "network" = network coordinates
    bool swap_axes = false;  ///< the file has y before x
};

/// Reads footprints from GeoPackage, GeoJSON, Shapefile and all else that OGR opens, into network coordinates.
///
/// Heights may be numbers or texts (height_text.hpp). Only what touches `extent` widened by 500 m is kept
/// (`buildings_outside` counts the rest). Refuses, with what would be right, when nothing is near the roads: degrees
/// taken for metres, swapped axes, a wrong reference system. Throws InputError. Limit: 2 million objects.
std::vector<Footprint> read_gis_footprints(std::filesystem::path const& file, city::City const& city,
                                           GisFootprintSettings const& settings, ImportLog& log);

}  // namespace hacthanh::io
