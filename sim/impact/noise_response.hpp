#pragma once
/// Responses to road noise, for the noise model to come: no level is computed here.

#include "sim/impact/rules.hpp"

#include <optional>

namespace hacthanh::impact {

/// Percent of people, or a relative risk, at a level [dB(A)]; nothing above the range of the function. Below the range
/// of a relative risk: 1; below that of a polynomial: nothing. Directive (EU) 2020/367, annex III.
std::optional<double> response_at(NoiseResponse const& response, double level_db);

/// Day-evening-night level [dB(A)] of 12, 4 and 8 hours with 5 and 10 dB added (Directive 2002/49/EC, annex I).
double day_evening_night_level(double day_db, double evening_db, double night_db);

/// Change of a level when the energy of its sources is multiplied [dB]: 10 lg factor. @param factor  > 0
double level_change(double factor);

}  // namespace hacthanh::impact
