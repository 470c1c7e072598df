#pragma once

#include "io/scenario_file.hpp"
#include "io/sumo_config.hpp"
#include "sim/state/provenance.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::app {

/// The SUMO configuration that a scenario's traffic runs on.
struct TrafficConfig {
    io::SumoConfig sumo;
    std::vector<std::pair<std::string, std::filesystem::path>> demand_files;  ///< role and file of `[demand]`
    std::vector<std::string> notes;
};

/// The configuration that traffic.sumo_config names; with `[demand]`, one with routes made for it (or found in the
/// cache). Throws InputError for what is wrong with either.
TrafficConfig traffic_config(io::LoadedScenario const& loaded);

/// SUMO's own default of --seed.
inline constexpr std::int64_t sumo_default_seed = 23423;  // SUMO 1.15, RandHelper

/// Local time of SUMO's second 0 [s since midnight].
double start_clock_s(scenario::Scenario const& scenario);

}  // namespace hacthanh::app
