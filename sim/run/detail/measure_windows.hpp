#pragma once

#include "sim/run/interventions.hpp"

#include <string>
#include <vector>

namespace hacthanh::run::detail {

/// The windows of a measure that meet the run, on the traffic clock. None is a problem, as a line for the user.
std::vector<traffic::TimeWindow> windows_of(scenario::Measure const& measure, MeasureSetting const& setting,
                                            std::vector<std::string>& problems);

}  // namespace hacthanh::run::detail
