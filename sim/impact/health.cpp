#include "sim/impact/health.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::impact {

double attributable_fraction(double rr_per_10, double difference_ug_m3) {
    return -std::expm1(-std::log(rr_per_10) / 10 * difference_ug_m3);
}

LowCentralHigh avoided_cases(ResponseFunction const& response, Baseline const& baseline, std::span<double const> people,
                             std::span<float const> base, std::span<float const> option) {
    HACTHANH_EXPECT(people.size() == base.size() && base.size() == option.size());
    auto const above = [&](float c) { return std::max(static_cast<double>(c), response.counterfactual_ug_m3); };
    LowCentralHigh sum;
    for (std::size_t i = 0; i < people.size(); ++i) {
        double const difference = above(base[i]) - above(option[i]);
        double const cases = people[i] * baseline.share_of_people * baseline.rate_per_person_year;
        sum.low += cases * attributable_fraction(response.rr_low, difference);
        sum.central += cases * attributable_fraction(response.rr, difference);
        sum.high += cases * attributable_fraction(response.rr_high, difference);
    }
    if (sum.low > sum.high) std::swap(sum.low, sum.high);  // of what is added
    return sum;
}

LowCentralHigh life_years(LowCentralHigh const& deaths, ValueRule const& per_death) {
    // Of what is added (negative cases) the most years are the low end.
    return {deaths.low * (deaths.low < 0 ? per_death.high : per_death.low), deaths.central * per_death.central,
            deaths.high * (deaths.high < 0 ? per_death.low : per_death.high)};
}

}  // namespace hacthanh::impact
