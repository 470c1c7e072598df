#pragma once

#include "sim/state/background.hpp"

#include <filesystem>

namespace hacthanh::io {

/// Reads background concentrations hour by hour (docs/formats/background.md).
///
/// @param utc_offset_s  local time minus UTC, for times without an offset
/// Throws InputError with file, line, what was found, the rule and a remedy: no time or no species column, another unit
/// in a name, numbers that are none or negative, times that do not grow. Thread-safe.
state::BackgroundSeries read_background_file(std::filesystem::path const& file, double utc_offset_s);

}  // namespace hacthanh::io
