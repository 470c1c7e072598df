#pragma once

#include "sim/city/city.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::io::detail {

/// The layers of a city folder: GeoPackage or GeoJSON to read, GeoPackage to write (docs/formats/city-folder.md).
/// Coordinates in the files are projected, in memory they are the network's. Readers throw InputError naming file,
/// layer and object; `require_disjoint` likewise.
std::vector<city::Building> read_buildings(std::filesystem::path const& file, city::Projection const& projection);
std::vector<city::Area> read_areas(std::filesystem::path const& file, city::Projection const& projection);
std::vector<city::PopulationZone> read_population(std::filesystem::path const& file,
                                                  city::Projection const& projection);
std::vector<city::Barrier> read_barriers(std::filesystem::path const& file, city::Projection const& projection);

/// Throws InputError when two buildings share more than 0.1 m².
void require_disjoint(std::vector<city::Building> const& buildings, std::filesystem::path const& file);

void write_buildings(std::filesystem::path const& file, std::vector<city::Building> const& buildings,
                     city::Projection const& projection);
void write_areas(std::filesystem::path const& file, std::vector<city::Area> const& areas,
                 city::Projection const& projection);
void write_population(std::filesystem::path const& file, std::vector<city::PopulationZone> const& zones,
                      city::Projection const& projection);
void write_barriers(std::filesystem::path const& file, std::vector<city::Barrier> const& barriers,
                    city::Projection const& projection);

/// GeoTIFF in projected coordinates, north up, square cells, metres.
city::Terrain read_terrain(std::filesystem::path const& file, city::Projection const& projection);
void write_terrain(std::filesystem::path const& file, city::Terrain const& terrain, city::Projection const& projection);

}  // namespace hacthanh::io::detail
