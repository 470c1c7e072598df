#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hacthanh::dispersion::detail {

/// Adaptive Simpson on [a, b] to an absolute tolerance, from three known values.
template <class Function>
double refined(Function const& f, double a, double b, double fa, double fm, double fb, double whole, double tolerance,
               int depth) {
    double const m = 0.5 * (a + b);
    double const fl = f(0.5 * (a + m));
    double const fr = f(0.5 * (m + b));
    double const left = (m - a) / 6 * (fa + 4 * fl + fm);
    double const right = (b - m) / 6 * (fm + 4 * fr + fb);
    double const change = left + right - whole;
    if (depth <= 0 || std::abs(change) <= 15 * tolerance) return left + right + change / 15;
    return refined(f, a, m, fa, fl, fm, left, 0.5 * tolerance, depth - 1) +
           refined(f, m, b, fm, fr, fb, right, 0.5 * tolerance, depth - 1);
}

/// Integral of f over [a, b]; the error of each of the first `Panels` is below `tolerance` times the greatest value.
template <std::size_t Panels, class Function>
double integrate(Function const& f, double a, double b, double tolerance) {
    double values[2 * Panels + 1];
    double const h = (b - a) / Panels;
    double most = 0;
    for (std::size_t n = 0; n <= 2 * Panels; ++n)
        most = std::max(most, values[n] = f(a + 0.5 * h * static_cast<double>(n)));
    double sum = 0;
    for (std::size_t n = 0; n < Panels; ++n) {
        double const left = a + h * static_cast<double>(n);
        double const whole = h / 6 * (values[2 * n] + 4 * values[2 * n + 1] + values[2 * n + 2]);
        sum += refined(f, left, left + h, values[2 * n], values[2 * n + 1], values[2 * n + 2], whole,
                       tolerance * most * h, 30);
    }
    return sum;
}

}  // namespace hacthanh::dispersion::detail
