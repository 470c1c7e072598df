#pragma once

#include "sim/city/city.hpp"
#include "sim/state/receptor.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::io {

/// Reads the points whose air is kept (CSV, docs/formats/receptors.md).
/// @param projection  of the network; needed where the table gives longitude and latitude
/// Throws InputError with file:line for what is wrong.
std::vector<state::Receptor> read_receptors(std::filesystem::path const& file, city::Projection const& projection);

}  // namespace hacthanh::io
