#pragma once
/// Private to viz: legal limits for legends.

#include "sim/core/language.hpp"
#include "sim/core/local_clock.hpp"
#include "sim/impact/rules.hpp"

#include <string>
#include <utility>
#include <vector>

namespace hacthanh::viz::detail {

/// The rules that travel inside the program, read once. Thread-safe.
impact::Rules const& known_rules();
/// The local date of a moment of the traffic clock.
impact::Date date_of(LocalClock const& clock, double traffic_s);

/// Legal limits of a species that hold on the day of a moment, each with its averaging time in the name, ascending
/// [ug/m3]: a limit is for means over its own time, which a legend must say.
std::vector<std::pair<Text, double>> legal_limits(std::string const& species, LocalClock const& clock,
                                                  double traffic_s);

}  // namespace hacthanh::viz::detail
