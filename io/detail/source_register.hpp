#pragma once

#include "io/detail/source_places.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// One statement of a register of sources: a row of a table, a column of an object, an attribute of a variable.
struct RegisterRow {
    std::string at;  ///< file and line, object or variable, for messages
    std::string source, item, pollutant, value, reference, evidence;
    std::optional<SourcePlace> place;  ///< the row says this alone; then item is empty
};

/// All statements of a register, in order (docs/formats/sources.md): CSV; NetCDF, one variable for each source and
/// pollutant; and what OGR reads (GeoPackage, GeoJSON), one object for each source.
///
/// Throws InputError with the place in the file when it cannot be read or says no place.
std::vector<RegisterRow> read_register(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                                       city::Projection const& projection);

}  // namespace hacthanh::io::detail
