#pragma once

#include "app/hacthanh/session.hpp"

#include <filesystem>
#include <vector>

namespace hacthanh::app {

/// What `hacthanh whatif --fast` was asked for.
struct FastWhatif {
    ScenarioArguments scenario;
    std::vector<std::filesystem::path> measures;
    std::filesystem::path transfer;  ///< folder of `hacthanh transfer`
    int threads = 0;
    bool json = false;
};

/// Measures that change emission alone: traffic and emission of the baseline and of each measure, carried by the stored
/// transfer functions in place of a run's air. One seed. Refuses, with the reason, what the tables do not stand for:
/// another geometry or wind, planning mode, measures that change the wind, roads that gave off nothing when the tables
/// were made. Prints a table or JSON; returns the exit code.
int whatif_fast(FastWhatif const& asked);

}  // namespace hacthanh::app
