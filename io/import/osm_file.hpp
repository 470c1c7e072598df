#pragma once

#include "io/import/footprint.hpp"
#include "io/import/import_log.hpp"
#include "sim/city/area.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A box in degrees.
struct GeoBox {
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;

    bool contains(double longitude, double latitude) const {
        return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
    }
};

/// Trees along a line (or one tree, a line of one point), in degrees.
struct TreeRow {
    std::string id;
    city::Polyline line;
};

/// What an OpenStreetMap file says of a city, in degrees (x longitude, y latitude).
struct OsmContent {
    std::optional<GeoBox> box;  ///< what was kept: as asked, else the file's bounds, else nothing (all)
    std::vector<Footprint> buildings;
    std::vector<city::Area> areas;
    std::vector<TreeRow> trees;
};

/// Reads .osm, .osm.gz, .osm.bz2 and .osm.pbf, and writes the roads of the box to `roads_file` (.osm) for netconvert.
///
/// Takes buildings whose middle lies in the box, areas and roads that touch it. Courtyards come from multipolygon
/// relations. Counts what is missing or broken: `nodes_missing`, `ways_too_short`, `relations_incomplete`,
/// `relations_broken`, `ways_open`. Three passes; memory for the nodes (16 bytes each) and for what is kept.
/// Throws InputError when the file is none of these, is cut, holds no objects, is not sorted, or has more than 100
/// million nodes.
OsmContent read_osm(std::filesystem::path const& file, std::optional<GeoBox> box,
                    std::filesystem::path const& roads_file, ImportLog& log);

}  // namespace hacthanh::io
