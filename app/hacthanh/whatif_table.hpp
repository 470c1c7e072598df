#pragma once

#include "sim/core/language.hpp"
#include "sim/scenario/measures.hpp"
#include "sim/study/member_indicators.hpp"
#include "sim/study/paired_difference.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace hacthanh::app {

/// One variant against the baseline, seed by seed.
struct Comparison {
    std::string name;
    scenario::MeasureFile const* measures = nullptr;
    scenario::MeasureMode mode = scenario::MeasureMode::operational;
    std::vector<study::Indicators> base;     ///< by pair
    std::vector<study::Indicators> variant;  ///< by pair
    std::vector<std::string> invalid;        ///< why runs of it may not be built upon
    std::vector<std::string> notes;
    std::vector<state::TrafficEvent> events;  ///< summed over the variant's runs
};

/// One row: an indicator and what the pairs say of it.
struct ComparedIndicator {
    std::string name;
    study::PairedDifference difference;
};
std::vector<ComparedIndicator> compare(Comparison const& comparison);

/// What an indicator is called, with its unit in brackets: "emitted_kg.NOx@ring" -> "emitted [kg], NOx, ring".
Text indicator_label(std::string const& indicator);

/// "as expected", "not distinguishable", "against the expectation", "not valid", or "not in this run" (a pollutant that
/// it does not write, or a time per km where nobody drove).
std::string judge(scenario::Expectation const& expectation, std::vector<ComparedIndicator> const& rows);

/// The table in English and Vietnamese. @param span  what time was compared, in words
std::string comparison_text(Comparison const& comparison, std::string const& span);
nlohmann::ordered_json comparison_json(Comparison const& comparison);

}  // namespace hacthanh::app
