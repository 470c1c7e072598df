#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::traffic {

/// What decides SUMO's command line.
struct SumoRun {
    std::filesystem::path config;  ///< absolute
    double begin_s = 0;
    double end_s = 0;
    double scale = 1;                        ///< demand factor
    std::optional<std::int64_t> seed;        ///< absent = as the configuration says
    std::filesystem::path output_folder;     ///< absolute, exists; SUMO's files go here
    bool keep_outputs = false;               ///< false = the configuration's own outputs are silenced
    std::vector<std::string> extra_options;  ///< appended as they are
};

/// The options that run a user's configuration without ever writing beside it.
///
/// Every file that SUMO would write relative to the configuration or to an additional file is led into
/// `output_folder` by --output-prefix. SUMO puts the prefix before the last component of a file name that it has
/// already made absolute, so the prefix climbs to the root first. Outputs that the configuration names are set to
/// /dev/null unless they are kept (an output option cannot be unset). Log files are not prefixed by SUMO and
/// therefore named.
/// @param config_text  content of the configuration file
std::vector<std::string> sumo_command_line(SumoRun const& run, std::string_view config_text);

/// Names of the output options that the text of a SUMO configuration sets, in order; comments are ignored.
std::vector<std::string> output_options_in(std::string_view config_text);

}  // namespace hacthanh::traffic
