#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io {

/// One option as a SUMO configuration gives it.
struct SumoOption {
    std::string name;  ///< SUMO's main spelling ("net-file" for net, n)
    std::string value;
    std::uint64_t line = 0;
};

/// What a `.sumocfg` says, as far as we must know it; everything else is SUMO's to read.
struct SumoConfig {
    std::filesystem::path file;      ///< as given
    std::filesystem::path net_file;  ///< these paths are the configuration's, made relative to its folder
    std::vector<std::filesystem::path> route_files;
    std::vector<std::filesystem::path> additional_files;
    std::vector<std::filesystem::path> other_inputs;  ///< weights, loaded state
    std::optional<double> begin_s;
    std::optional<double> end_s;  ///< absent or negative = until the traffic is over
    double step_length_s = 1;
    std::optional<double> lateral_resolution_m;  ///< given = sublane model
    std::optional<std::int64_t> seed;
    double scale = 1;
    std::vector<SumoOption> options;  ///< every option, in file order
    std::vector<SumoOption> outputs;  ///< those of them that make SUMO write a file

    SumoOption const* find(std::string_view name) const;
};

/// Reads a SUMO configuration.
///
/// Supported, as SUMO 1.15 does: every option under its main name or a synonym (`net`, `n`); value in the
/// attribute `value` or `v` or as text; any section names; comma-separated lists; `${NAME}` from the environment
/// and a leading `~/`; times in seconds or [days:]hours:minutes:seconds. A nested `configuration-file` is ignored,
/// as SUMO ignores it. Throws InputError with file:line when the file is no configuration, sets one option twice, gives
/// a broken number, names no network or names a file that does not exist. Reads no other file. Thread-safe.
SumoConfig read_sumo_config(std::filesystem::path const& file);

/// A SUMO time in seconds: "90", "1.5", "0:01:30" or "1:00:00:00"; nothing when it is none.
std::optional<double> parse_sumo_time(std::string_view text);

}  // namespace hacthanh::io
