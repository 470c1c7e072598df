#pragma once

#include "io/city_folder.hpp"
#include "io/import/gis_footprints.hpp"
#include "io/import/heights.hpp"
#include "io/import/import_log.hpp"
#include "io/import/netconvert.hpp"
#include "io/import/road_conflicts.hpp"
#include "io/import/terrain.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What both kinds of import are told.
struct ImportSettings {
    std::filesystem::path output;
    bool replace = false;  ///< a city that is there already
    std::string name;      ///< default: the output folder's name
    std::string name_vi;
    bool schematic = false;
    std::string note;
    std::string note_vi;
    HeightRule heights;
    std::filesystem::path terrain;     ///< empty = none
    double terrain_cell_m = 30;        ///< about one arc second, as the free global models have
    std::filesystem::path population;  ///< raster of counts, or polygons when population_field is given
    std::string population_field;
    double population_total = 0;                    ///< > 0: spread over the buildings by floor area
    std::vector<std::filesystem::path> routes;      ///< copied beside the network
    std::vector<std::filesystem::path> additional;  ///< likewise
    std::map<std::string, std::string> licences;    ///< by part: network, buildings, …
    std::map<std::string, std::string> names;       ///< who made it, by part
    std::string command;                            ///< for the record
};

struct OsmImport {
    std::filesystem::path file;
    std::optional<GeoBox> box;
    bool clip = true;  ///< without a box: to the file's own bounds
    bool left_hand = false;
    std::vector<std::string> netconvert_options;
};

struct SumoImport {
    std::filesystem::path network;
    std::filesystem::path polygons;   ///< SUMO's .poly.xml; empty = none
    std::filesystem::path buildings;  ///< GIS file or CityJSON; empty = those of `polygons`
    GisFootprintSettings gis;
};

/// What came of an import.
struct ImportReport {
    CityFolder content;
    ImportLog log;
    std::vector<RoadConflict> conflicts;
    std::optional<SlopeStatistics> slopes;
    std::string netconvert;          ///< the command line that was run; empty when none
    std::filesystem::path scenario;  ///< to run next
};

/// Makes a city folder from OpenStreetMap, or from a SUMO network with buildings from elsewhere.
///
/// Reads, repairs, counts, fills heights, writes; see docs/user/import.md. A folder that is not finished has no
/// city.toml. Throws InputError for what cannot be repaired, RunError when a program or the disk fails.
ImportReport import_osm(OsmImport const& source, ImportSettings const& settings);
ImportReport import_sumo(SumoImport const& source, ImportSettings const& settings);

}  // namespace hacthanh::io
