#pragma once

#include "app/hacthanh/assess_results.hpp"
#include "io/report/content.hpp"

namespace hacthanh::app {

/// Adds what was assessed: rows of people, travel and fuel beside those of the what-if, annexes of limits, exposure,
/// uncertainty, health and money, warnings and the rules used. Options are matched by name.
void add_assessment(io::report::Content& content, AssessedResults const& results);

/// Adds the annex of indicators of ISO 37120 and U4SSC: those that the assessment shows, and why the others are not
/// there.
void add_indicators(io::report::Content& content, study::Assessment const& assessment);

}  // namespace hacthanh::app
