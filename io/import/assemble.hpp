#pragma once

#include "io/import/city_import.hpp"
#include "io/import/footprint.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// Throws InputError when the output is not free: something else, or a city and `replace` is not said.
void check_output(ImportSettings const& settings);

/// Notes where a part of the city comes from; the settings' names and licences win.
void add_source(ImportReport& report, ImportSettings const& settings, CitySource source,
                std::filesystem::path const& file);

/// From raw footprints and areas in network coordinates to a finished folder: repair, heights, people, terrain,
/// checks, files. `report.content` holds the roads and the network file already. @param clip  areas are cut to it
void assemble(ImportReport& report, ImportSettings const& settings, std::vector<Footprint> footprints,
              std::vector<city::Area> areas, std::optional<city::Polygon> const& clip);

/// Writes traffic.sumocfg and scenario.toml into the folder, and copies routes and additional files there.
std::filesystem::path write_scenario(CityAbout const& about, ImportSettings const& settings);

}  // namespace hacthanh::io
