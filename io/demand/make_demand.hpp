#pragma once

#include "io/demand/traffic_case.hpp"
#include "io/sumo_config.hpp"
#include "sim/city/city.hpp"
#include "sim/demand/options.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What the section `[demand]` of a scenario asks for, with paths made absolute.
struct DemandOrder {
    demand::DemandOptions options;
    SumoConfig base;  ///< network, vehicle types, stops, signals; its routes stay if options.keep_routes
    double begin_s = 0;
    double end_s = 3600;
    double start_clock_s = 0;  ///< local time of SUMO's second 0
    std::int64_t seed = 42;
};

/// Routes that were made, or found in the cache.
struct MadeDemand {
    std::filesystem::path config;  ///< a SUMO configuration with them
    bool from_cache = false;
    std::vector<std::string> notes;  ///< what the user should read: trips without a way, counts that are not met…
};

/// Makes the demand that a scenario gives, or finds it in options.cache under the hash of all that it depends on.
///
/// Trips of a matrix begin and end on roads drawn by od2trips; routes are duarouter's: fastest on empty roads, or to
/// equilibrium; counts are fitted by calibrate() (counts alone: on fastest routes between the network's ends, the
/// demand nearest to an even one). Beside the routes lies `demand.json`: inputs with hashes, numbers, notes, program.
/// Same inputs, seed and SUMO: same bytes. Throws InputError for bad tables (see demand_tables.hpp), RunError when the
/// cache cannot be written.
/// @param city  of base.net_file
MadeDemand make_demand(DemandOrder const& order, city::City const& city, Simulate const& simulate);

}  // namespace hacthanh::io
