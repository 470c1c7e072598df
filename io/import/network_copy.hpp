#pragma once

#include "io/import/import_log.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace hacthanh::io {

/// One line of a network without the vehicle classes that SUMO 1.15 does not know, in `allow`, `disallow`,
/// `changeLeft` and `changeRight`. A list that becomes empty means nobody: `disallow="all"`, or `ignoring` for lane
/// changes. Counts `unknown_vehicle_classes` with the names.
std::string without_unknown_classes(std::string_view line, ImportLog& log);

/// Copies a network (.net.xml or .net.xml.gz) to an unpacked one that SUMO 1.15 reads, without the comment in which
/// netconvert writes date and command, so that the same network gives the same bytes.
/// Lines are taken one by one; throws InputError when one is longer than 64 MB or the file cannot be read.
void copy_network(std::filesystem::path const& from, std::filesystem::path const& to, ImportLog& log);

}  // namespace hacthanh::io
