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

/// Mean and variance by two passes in the given order; quantiles as quantile.hpp. All NaN when a value
/// is NaN. Cost O(n).
SampleSummary summarise(std::span<double const> values);

}  // namespace hacthanh::study
