#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::state {

/// How a product lies beside full runs at places with air of the traffic, background included.
struct HourAgreement {
    std::size_t pairs = 0;         ///< of a place and an hour
    double product = 0;            ///< mean of the pairs [ug/m3]
    double run = 0;                ///< mean of the pairs [ug/m3]
    double within_10_percent = 0;  ///< share of the pairs
    double within_15_percent = 0;  ///< share of the pairs

    double fractional_bias() const { return product + run > 0 ? 2 * (product - run) / (product + run) : 0; }
};

/// @param pairs  of product and run at a place [ug/m3], the run's > 0
template <class Pair>
HourAgreement hour_agreement(std::vector<Pair> const& pairs) {
    HourAgreement found;
    found.pairs = pairs.size();
    double const weight = pairs.empty() ? 0 : 1.0 / static_cast<double>(pairs.size());
    for (auto const& [product, run] : pairs) {
        double const off = std::abs(product / run - 1);
        found.product += weight * product;
        found.run += weight * run;
        found.within_10_percent += off <= 0.10 ? weight : 0;
        found.within_15_percent += off <= 0.15 ? weight : 0;
    }
    return found;
}

/// One full run that the product was held against.
struct SampledHour {
    double volume = 0;  ///< of traffic, in parts of that of the table's run
    std::int64_t seed = 0;
    HourAgreement agreement;
};

/// The product held against full runs with other traffic in the table's wind, each as long as the table's run.
struct SampledHours {
    std::string checked_utc;  ///< when the last of them was done, "YYYY-MM-DD hh:mm:ss"
    std::string program;      ///< the version and commit that ran them
    double length_s = 0;      ///< of each, without its spin-up
    std::vector<SampledHour> hours;

    /// All pairs of all hours together.
    HourAgreement all() const {
        HourAgreement sum;
        for (auto const& hour : hours) sum.pairs += hour.agreement.pairs;
        for (auto const& [volume, seed, one] : hours) {
            if (one.pairs == 0) continue;
            double const share = static_cast<double>(one.pairs) / static_cast<double>(sum.pairs);
            sum.product += share * one.product;
            sum.run += share * one.run;
            sum.within_10_percent += share * one.within_10_percent;
            sum.within_15_percent += share * one.within_15_percent;
        }
        return sum;
    }
};

}  // namespace hacthanh::state
