#pragma once

#include "sim/state/fleet.hpp"

#include <filesystem>

namespace hacthanh::io::detail {

/// Reads emission rates over speed and acceleration (docs/formats/fleet.md): one row per point of a full grid, in any
/// order. Throws InputError for a negative rate, a point that is missing or there twice, an axis of one value.
state::RateTable read_rate_table(std::filesystem::path const& file);

}  // namespace hacthanh::io::detail
