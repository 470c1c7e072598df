#pragma once

#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/other_source.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// Sources beside the traffic and the files that told of them.
struct LoadedSources {
    std::vector<state::OtherSource> sources;
    std::vector<std::filesystem::path> files;  ///< the register first
    std::vector<std::string> notes;            ///< what lies outside of the mesh, for the user
};

/// Reads a register of sources (docs/formats/sources.md) and puts them on the mesh's columns.
///
/// Throws InputError with file and line, what was found, the rule and a remedy: unknown items, numbers that are none or
/// out of range, a source without a place, height or emission, a place twice, values without reference or evidence,
/// files that GDAL cannot read, hold no polygons or negative numbers. Thread-safe.
LoadedSources read_sources(std::filesystem::path const& register_file, mesh::CityMesh const& mesh,
                           city::Projection const& projection);

}  // namespace hacthanh::io
