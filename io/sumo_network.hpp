#pragma once

#include "sim/city/city.hpp"

#include <filesystem>

namespace hacthanh::io {

/// The roads of a SUMO network (.net.xml or .net.xml.gz), in file order.
///
/// Takes every edge that vehicles drive on, internal ones included; footpath crossings and walking areas are left
/// out, so match edges by name. A road's axis is its middle lane, or the mean of its two middle lanes; its length is
/// its first lane's, as in SUMO; its width the sum of its lanes' (3.2 m where a lane gives none, SUMO's default).
/// Throws InputError with file:line when the file is no network, has no roads, is cut short, holds a
/// coordinate that is no finite number, or uses a vehicle class that SUMO 1.15 does not know.
/// One pass, memory for the roads alone. Thread-safe.
city::City read_sumo_network(std::filesystem::path const& file);

}  // namespace hacthanh::io
