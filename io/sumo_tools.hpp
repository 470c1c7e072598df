#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What a run of one of SUMO's command line tools left.
struct ToolRun {
    std::size_t warnings = 0;
    std::vector<std::string> first_warnings;  ///< at most `most_kept`, without "Warning:"
    static constexpr std::size_t most_kept = 5;
};

/// Runs a tool of SUMO (netconvert, duarouter, od2trips) as a child process, without a shell, and waits for it.
///
/// SUMO_HOME is set for the child where it is not. Not for simulations: those run in the traffic worker.
/// @param command   program and arguments
/// @param messages  file for all that it prints; kept
/// @param remedy    for the user, when the tool refuses its input
/// Throws RunError when it cannot be started or was killed, InputError with its first errors when it fails.
ToolRun run_sumo_tool(std::vector<std::string> command, std::filesystem::path const& messages,
                      std::string const& remedy);

}  // namespace hacthanh::io
