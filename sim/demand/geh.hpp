#pragma once

#include <cmath>

namespace hacthanh::demand {

/// GEH of a modelled against a counted flow, sqrt(2 (M - C)^2 / (M + C)); 0 when both are 0.
///
/// Geoffrey E. Havers' statistic; below 5 on 85 % of links is the usual demand on a calibrated model (UK Department for
/// Transport, TAG unit M3.1, table 2). It is not dimensionless: both flows must be in vehicles per hour.
inline double geh(double modelled_per_hour, double counted_per_hour) {
    double const sum = modelled_per_hour + counted_per_hour;
    if (sum <= 0) return 0;
    double const difference = modelled_per_hour - counted_per_hour;
    return std::sqrt(2 * difference * difference / sum);
}

/// What a calibrated link keeps below.
inline constexpr double geh_limit = 5;  // TAG unit M3.1

/// The share of links that must keep it.
inline constexpr double geh_share = 0.85;  // TAG unit M3.1

}  // namespace hacthanh::demand
