#pragma once

#include "app/hacthanh/session.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::app {

/// What `hacthanh whatif --fast` was asked for.
struct FastWhatif {
    ScenarioArguments scenario;
    std::vector<std::filesystem::path> measures;
    std::vector<std::filesystem::path> scenarios;  ///< other scenario files of the same air: fleet, volume, SUMO run
    std::filesystem::path transfer;                ///< folder of `hacthanh transfer`
    std::filesystem::path folder;                  ///< where whatif.json and places.csv are written; empty = nowhere
    bool force = false;                            ///< replaces them
    std::filesystem::path costs;  ///< of the best package (docs/formats/costs.md); empty = none is asked for
    double budget_vnd = 0;        ///< of it
    int seeds = 1;                ///< of it
    std::filesystem::path city;   ///< city folder with the people; empty = the scenario's
    int threads = 0;
    bool json = false;
};

/// Measures and scenario files that change emission alone: traffic and emission of the baseline and of each of them,
/// carried by the stored transfer functions in place of a run's air. One seed. Refuses, with the reason, what the
/// tables do not stand for: another geometry, wind or chemistry, planning mode, measures that change the wind, roads
/// that gave off nothing when the tables were made. Prints a table or JSON; returns the exit code.
int whatif_fast(FastWhatif const& asked);

}  // namespace hacthanh::app
