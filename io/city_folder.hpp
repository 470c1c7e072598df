#pragma once

#include "sim/city/city.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io {

/// Where one part of a city comes from.
struct CitySource {
    std::string part;      ///< network, buildings, heights, areas, population or terrain
    std::string name;      ///< e.g. "OpenStreetMap"
    std::string file;      ///< the source file's name; may be empty
    std::string sha256;    ///< of that file; may be empty
    std::string licence;   ///< e.g. "ODbL 1.0"; "unknown" when nobody said
    std::string citation;  ///< what must be printed; may be empty
    city::Mark mark = city::Mark::sourced;
};

/// What is said about a city besides its geometry.
struct CityAbout {
    std::string name;
    std::string name_vi;     ///< default: name
    bool schematic = false;  ///< the road network is a sketch: every map says so
    std::string note;        ///< a sentence for every map
    std::string note_vi;
    std::vector<CitySource> sources;
    std::string import_command;                                       ///< what made the folder; may be empty
    std::vector<std::pair<std::string, std::int64_t>> import_counts;  ///< what was read, repaired, left out
};

/// A city as it lies in a folder (docs/formats/city-folder.md).
struct CityFolder {
    CityAbout about;
    city::City city;                                                   ///< in network coordinates
    std::filesystem::path network;                                     ///< the network file
    std::vector<std::pair<std::string, std::filesystem::path>> files;  ///< every file read: role, path
};

/// Reads a city folder: `city.toml` and the files that it names.
///
/// Checks all that the models rely on: buildings are valid, taller than their base and do not overlap (more than
/// 0.1 m²); every layer has the projection of `city.toml`, and that is the
/// network's. Throws InputError naming file, layer and object. Limits: 2 million buildings, 100 million terrain cells.
/// Cost O(n log n) in buildings, about 10 µs each. Thread-safe.
CityFolder read_city_folder(std::filesystem::path const& folder);

/// Writes a city folder. The same content gives the same bytes.
///
/// Copies `content.network` to network.net.xml (keeping .gz), writes buildings.gpkg, areas.gpkg, population.gpkg and
/// terrain.tif where the city has such things, and city.toml last, so that a folder with a city.toml is complete.
/// `content.files` is not read. Throws InputError when the folder holds something else than a city, RunError when
/// writing fails.
void write_city_folder(std::filesystem::path const& folder, CityFolder const& content);

}  // namespace hacthanh::io
