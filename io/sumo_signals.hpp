#pragma once

#include "sim/city/signal.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::io {

/// Reads the traffic lights of a SUMO network: junctions, controlled links and programs. A program in an additional
/// file replaces that of the network, as SUMO takes the last one. Throws InputError with file:line. Thread-safe.
std::vector<city::Signal> read_sumo_signals(std::filesystem::path const& network,
                                            std::vector<std::filesystem::path> const& additional_files);

}  // namespace hacthanh::io
