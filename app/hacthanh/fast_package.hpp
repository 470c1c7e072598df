#pragma once

#include "app/hacthanh/fast_air.hpp"
#include "app/hacthanh/fast_people.hpp"
#include "sim/scenario/measures.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What may be bought, and for how much.
struct FastPackage {
    std::vector<scenario::MeasureFile> const& measures;  ///< each an option of its own
    std::vector<std::string> names;                      ///< of their files, as the table of costs says them
    std::filesystem::path costs;                         ///< docs/formats/costs.md; the capital of all fundings counts
    double budget_vnd = 0;
    int seeds = 1;  ///< of traffic, from the scenario's on
};

/// The set of measures within a budget that lowers what people breathe of the traffic's NOx most.
///
/// For each seed the traffic of the baseline and of each measure passes once with its emission; its people-weighted
/// mean is the product's. The set is the exact optimum of the sum of effects (study::best_package). Whether they add up
/// is then not assumed: the chosen set passes as one, and the gap between the sum and the set is told with its
/// interval. Throws InputError when an option has no row of costs or the set cannot be had together; SolverError as the
/// solver does. Costs seeds x (measures + 2) passes of the traffic.
nlohmann::ordered_json best_fast_package(FastPackage const& asked, Session const& session, FastAir const& air,
                                         PeopleWeights const& people);

/// Lines for people.
std::string fast_package_text(nlohmann::ordered_json const& package);

}  // namespace hacthanh::app
