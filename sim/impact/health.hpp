#pragma once

#include "sim/impact/rules.hpp"

#include <span>

namespace hacthanh::impact {

/// How many of the people a function is for, and how often its outcome befalls them.
struct Baseline {
    double share_of_people = 1;       ///< of all residents
    double rate_per_person_year = 0;  ///< of the outcome among them
};

/// A number with the low and high end of its 95 % interval.
struct LowCentralHigh {
    double low = 0;
    double central = 0;
    double high = 0;
};

/// Share of cases that a difference of concentration makes: 1 - 1 / RR, RR = exp(ln(rr_10) / 10 * difference).
/// Negative for a negative difference. @param rr_per_10  > 0
double attributable_fraction(double rr_per_10, double difference_ug_m3);

/// Cases a year that an option avoids against the base (negative: adds), summed over places:
///   P * share * rate * AF(max(C_base, C_0) - max(C_option, C_0)).
/// Both concentrations are totals, background included: the counterfactual C_0 is held against them. Annual means only.
/// Low and high by the interval of the relative risk.
/// @param people, base, option  one value per place
LowCentralHigh avoided_cases(ResponseFunction const& response, Baseline const& baseline, std::span<double const> people,
                             std::span<float const> base, std::span<float const> option);

/// Years of life that avoided deaths are worth (negative: that are lost), the ends by both intervals.
/// @param per_death  years that a death takes, low <= central <= high
LowCentralHigh life_years(LowCentralHigh const& deaths, ValueRule const& per_death);

}  // namespace hacthanh::impact
