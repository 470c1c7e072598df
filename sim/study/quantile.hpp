#pragma once

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace hacthanh::study {

/// The value that a share `p` in [0, 1] of the values does not exceed, by linear interpolation between order
/// statistics: type 7 of Hyndman & Fan 1996 (doi:10.1080/00031305.1996.10473566). Reorders the values; its result does
/// not depend on their order. Precondition: at least one value, none NaN. Cost O(n).
template <class Value>
double quantile(std::span<Value> values, double p) {
    HACTHANH_EXPECT(!values.empty() && p >= 0 && p <= 1);
    double const place = p * static_cast<double>(values.size() - 1);
    auto const below = static_cast<std::size_t>(place);
    auto const at = values.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(values.begin(), at, values.end());
    auto const low = static_cast<double>(*at);
    double const share = place - static_cast<double>(below);
    if (share == 0) return low;
    return std::lerp(low, static_cast<double>(*std::min_element(at + 1, values.end())), share);
}

}  // namespace hacthanh::study
