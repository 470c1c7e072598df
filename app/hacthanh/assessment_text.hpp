#pragma once

#include "app/hacthanh/assess_results.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hacthanh::app {

/// The comparison for a terminal, English and Vietnamese: indicators by pillar, limits, wards, health, money, warnings.
std::string assessment_text(AssessedResults const& results);

/// The same as nested objects whose leaves are numbers, intervals under `<name>_ci`.
nlohmann::ordered_json assessment_json(AssessedResults const& results);

/// One row per indicator (or limit, ward, response, sum of money) and option; decimal points (docs/formats/compare.md).
std::string assessment_csv(AssessedResults const& results);

}  // namespace hacthanh::app
