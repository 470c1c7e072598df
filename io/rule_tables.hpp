#pragma once

#include "sim/impact/rules.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::io {

/// The rules that travel inside the program (folder `rules` of the repository), with the tables of folders on top.
///
/// A folder may hold any of the tables under the same names (docs/formats/rules.md). A row replaces those with its key:
/// of limits the standard, pollutant and averaging time, of points of an index its scale, pollutant and averaging time,
/// of classes the scale, of all others the id. Throws InputError with file and line: an unknown column or word, a
/// number out of range, a folder without a table.
impact::Rules read_rules(std::vector<std::filesystem::path> const& folders = {});

}  // namespace hacthanh::io
