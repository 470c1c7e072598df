#pragma once

#include "io/import/import_log.hpp"
#include "io/import/osm_file.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// How a road network is made from OpenStreetMap.
struct NetconvertSettings {
    bool left_hand = false;
    std::optional<GeoBox> box;       ///< edges outside are left out
    std::vector<std::string> extra;  ///< further options, which win over ours
};

/// The command line that is run, for the log and the user.
std::vector<std::string> netconvert_command(std::filesystem::path const& roads, std::filesystem::path const& network,
                                            NetconvertSettings const& settings);

/// Runs SUMO's netconvert as a child process, without a shell, and waits for it. Its messages go to `messages`
/// (a file); warnings are counted as `netconvert_warnings`, the first five kept as examples.
/// Throws RunError when it cannot be started, InputError with its last error when it fails.
void run_netconvert(std::vector<std::string> const& command, std::filesystem::path const& messages, ImportLog& log);

}  // namespace hacthanh::io
