#pragma once
/// Round numbers for axes, legends and scale bars. Pure functions; thread-safe.

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh {

/// The smallest of {1, 2, 5} x 10^n that is >= `value`. Precondition: value > 0.
double nice_ceiling(double value);

/// The greatest of {1, 2, 5} x 10^n that is <= `value`. Precondition: value > 0.
double nice_floor(double value);

/// Multiples of a nice step inside [low, high], about `wanted` of them (never more than 2.5 x wanted + 1).
/// Precondition: low < high, wanted >= 1.
std::vector<double> linear_ticks(double low, double high, int wanted);

/// Round numbers for a logarithmic scale: powers of ten, with 2 and 5 between them when that gives no more than
/// `wanted` + 2 marks, thinned to every second, third… power when there are too many.
/// Precondition: 0 < low < high, wanted >= 1.
std::vector<double> logarithmic_ticks(double low, double high, int wanted);

/// The longest nice length [m] that takes at most `max_fraction` of `visible_width_m`.
double scale_bar_length(double visible_width_m, double max_fraction);

/// The value below which the fraction `q` of the finite numbers lies (nearest rank); 0 when there is none.
/// Cost O(n). Precondition: q in [0, 1].
double quantile(std::span<float const> values, double q);

/// Ends of a colour scale.
struct ValueRange {
    double low = 0;
    double high = 1;
};

/// A range for a linear scale from 0 that a few extreme cells do not stretch: 0 to the 99.5 % quantile of the
/// positive values, rounded up to a tidy number (two digits at most). {0, 1} when nothing is positive.
ValueRange linear_range(std::span<float const> values);

/// A range for a logarithmic scale: at most three powers of ten below the tidy upper end of linear_range(),
/// less when the positive values do not reach so low. {0.001, 1} when nothing is positive.
ValueRange logarithmic_range(std::span<float const> values);

}  // namespace hacthanh
