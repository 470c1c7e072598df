#pragma once

#include "sim/study/assessment.hpp"

namespace hacthanh::study {

/// An indicator: how it is taken from a run, with the errors of a draw put on it.
struct Indicator {
    AssessedRow row;             ///< id, names, pillar…; no numbers
    bool concentration = false;  ///< least_concentration_share holds
    std::function<double(impact::RunFacts const&, impact::ErrorDraw const&)> of;
    Text value_missing;  ///< why its value is not shown although differences are: the background is not known
    Text missing;        ///< why nothing is shown
};

/// One with its names and how it is taken; not in the summary, nothing to be verified, nothing missing.
/// @param better  1 more is better, -1 less, 0 neither
Indicator make_indicator(Pillar pillar, std::string id, Text name, Text unit, int better,
                         std::function<double(impact::RunFacts const&, impact::ErrorDraw const&)> of);

/// A value of the rules, 1 where they have none of this name.
double rule_value(impact::Rules const& rules, std::string const& id);

/// Indicators that runs like this one have, in the order of the table; those that cannot be told come with the reason.
std::vector<Indicator> indicators_of(impact::RunFacts const& run, AssessmentInputs const& inputs);

/// Total concentration under a draw: background and traffic err each on their own.
/// @param mean  of the run, background included [ug/m3]
double total_under(impact::SpeciesFacts const& species, double mean, impact::ErrorDraw const& draw);

Text no_data();           ///< "no data / chưa có số liệu"
Text period_too_short();  ///< "period too short / chưa đủ thời gian"

}  // namespace hacthanh::study
