#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace hacthanh::traffic {

/// Settings of the traffic (`[traffic]`). Exactly one of sumo_config and recording is given.
struct TrafficOptions {
    std::filesystem::path sumo_config;  ///< any .sumocfg, relative to the scenario file
    std::filesystem::path recording;    ///< a file of `hacthanh record`, relative to the scenario file
    double begin_s = 0;                 ///< SUMO's clock
    double end_s = 3600;                ///< SUMO's clock, > begin_s
    double scale = 1.0;                 ///< demand factor (SUMO's --scale), > 0
    std::optional<std::int64_t> seed;   ///< SUMO's --seed; absent = as the configuration says
    bool keep_sumo_outputs = false;     ///< keep SUMO's own output files beside the result
    double warm_up_s = 300;             ///< time for roads to fill, counted into the default spin-up, >= 0
};

}  // namespace hacthanh::traffic
