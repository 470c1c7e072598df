#pragma once

#include "sim/impact/bus_access.hpp"
#include "sim/impact/money.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::io {

/// Reads what options cost (docs/formats/costs.md). Throws InputError with file and line.
std::vector<impact::OptionCost> read_costs(std::filesystem::path const& file);

/// Reads stops: `x_m,y_m,headway_min`, network coordinates. Throws InputError with file and line.
std::vector<impact::BusStop> read_bus_stops(std::filesystem::path const& file);

}  // namespace hacthanh::io
