#pragma once

#include "io/demand/equilibrate.hpp"
#include "io/demand/traffic_case.hpp"
#include "sim/demand/changes.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What planning works on: one base for all variants.
struct PlanInput {
    SumoConfig base;
    EquilibriumSettings settings;
    Simulate simulate;
    std::string where;  ///< named in messages: the scenario or measure file
};

/// Traffic in equilibrium, ready to run: traffic.config is a SUMO configuration like any other.
struct PlannedTraffic {
    TrafficCase traffic;
    SumoTrips demand;  ///< of the base, as it was before any change
    Equilibrium equilibrium;
    std::size_t trips_base = 0;  ///< before any change
    std::size_t trips_added = 0;
    std::size_t trips_removed = 0;   ///< by growth, shift to buses, response to cost
    std::size_t trips_moved = 0;     ///< began or ended on a road that is gone: now on the nearest one
    std::vector<std::string> notes;  ///< what was dropped or replaced, in words
};

/// Brings the base demand, unchanged, to equilibrium on its own network (built anew, as the variants' is).
/// Writes all files and `plan.json` (settings, gap of each day, what was changed, hashes) into `folder`, which
/// is there whole or not at all (folder_beside.hpp); what stood there is replaced unless it is this very plan.
/// Throws InputError for a demand that cannot be worked on; see read_sumo_trips, equilibrate.
PlannedTraffic plan_base(PlanInput const& input, std::filesystem::path const& folder);

/// The same for a variant. It starts from the base's equilibrium and what its drivers know, so that what differs is the
/// change's doing; without any change it is the base's traffic, file for file.
///
/// In order: patch the network (netconvert); trips of roads that are gone move to the nearest road, buses pass by stops
/// that are gone; growth, staggered hours, shift to new buses; routes to equilibrium; with a response, trips answer to
/// their cost against the base's (trips whose cost the base knows) and routes settle again.
PlannedTraffic plan_variant(PlanInput const& input, PlannedTraffic const& base, demand::PlanChanges const& changes,
                            std::filesystem::path const& folder);

}  // namespace hacthanh::io
