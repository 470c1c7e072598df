#pragma once

#include "app/hacthanh/study_outcome.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::app {

/// What a study asks of its best package: kept in study.json.
struct PackageWish {
    std::string indicator;
    bool less_is_better = true;
    double budget = 0;
    std::vector<std::pair<std::string, double>> costs;  ///< of the measures that may be bought, in the budget's unit
    std::vector<std::pair<std::string, std::string>> incompatible;
};

/// The measures whose summed improvement is largest within the budget (study::best_package), and all measures ranked by
/// improvement with their intervals over seeds and weathers. Pairs of seeds are those that every measure has. Effects
/// are taken to add up, which is exact only where air is linear in emission and measures touch different traffic.
/// `missing` says why there is none.
nlohmann::ordered_json package_of(PackageWish const& wish, StudyOutcome const& outcome);

/// One line for people.
std::string package_text(nlohmann::ordered_json const& package);

}  // namespace hacthanh::app
