#pragma once

#include <cstddef>
#include <span>

namespace hacthanh::study {

/// A handful of numbers in short. Unit: theirs.
struct SampleSummary {
    std::size_t n = 0;
    double mean = 0;      ///< NaN without numbers
    double variance = 0;  ///< unbiased, n - 1; NaN below two numbers
    double p05 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0;
};

/// Mean and variance by two passes in the given order; quantiles by linear interpolation between order statistics, type
/// 7 of Hyndman & Fan 1996 (doi:10.1080/00031305.1996.10473566). All NaN when a value is NaN. Cost O(n log n).
SampleSummary summarise(std::span<double const> values);

}  // namespace hacthanh::study
