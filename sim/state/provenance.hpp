#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::state {

/// A file that a run read.
struct InputFile {
    std::string path;  ///< as given, relative to the scenario where it was
    std::string role;  ///< "scenario", "sumo_config", "network", "routes", "additional", "recording"
    std::uint64_t bytes = 0;
    std::string sha256;  ///< hexadecimal
};

/// Everything needed to understand and repeat a run.
struct Provenance {
    std::string scenario_path;           ///< absolute path of the scenario file
    std::string scenario_text;           ///< as read
    std::vector<std::string> overrides;  ///< "key=value" of --set, in order
    std::string resolved_scenario;       ///< TOML with every option, defaults included
    std::vector<InputFile> inputs;
    std::string start_time_utc;  ///< wall clock at the start of the run, ISO 8601
    std::string host;            ///< processor model and core count; no host name
    int n_threads = 0;
    std::int64_t seed = 0;  ///< of the traffic simulation
};

}  // namespace hacthanh::state
