#pragma once

#include "io/demand/plan.hpp"

#include <optional>

namespace hacthanh::io {

/// What a finished plan says of itself: enough to run on it and to tell people how it was made.
struct FinishedPlan {
    std::filesystem::path config;  ///< the SUMO configuration in equilibrium
    bool reached = false;          ///< relative_gap is at or below what was wanted
    double relative_gap = 0;
    std::size_t days = 0;  ///< simulations that it took
    std::size_t trips = 0;
    std::size_t trips_added = 0;
    std::size_t trips_removed = 0;
    std::size_t trips_moved = 0;
    std::vector<std::string> notes;
};

FinishedPlan finished(PlannedTraffic const& plan);

/// Writes `plan.json` beside a planned case: settings, gap of each day, what was changed, hashes of all files, program.
void write_plan_record(PlannedTraffic const& plan, PlanInput const& input, demand::PlanChanges const& changes);

/// The plan in a folder, when it is whole and of this very program: `plan.json` is there (it is written last), names
/// this program and the libraries it was built with, and every file has the hash that it names. Otherwise nothing: it
/// has to be made again. The caller names the folder by its inputs.
std::optional<FinishedPlan> read_finished_plan(std::filesystem::path const& folder);

}  // namespace hacthanh::io
