#include "sim/core/nice_numbers.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh {
namespace {

/// Forgives the rounding of the logarithm and of decimal fractions.
constexpr double slack = 1e-9;

double power_of_ten(int exponent) { return std::pow(10.0, exponent); }

int decade(double value) { return static_cast<int>(std::floor(std::log10(value) + slack)); }

/// `value` rounded up to one of a few two-digit multiples of a power of ten.
double tidy_ceiling(double value) {
    constexpr std::array<double, 12> steps = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10};
    double const scale = power_of_ten(decade(value));
    for (double step : steps)
        if (step * scale >= value * (1 - slack)) return step * scale;
    return 10 * scale;
}

std::vector<float> positive_values(std::span<float const> values) {
    std::vector<float> positive;
    positive.reserve(values.size());
    for (float value : values)
        if (std::isfinite(value) && value > 0) positive.push_back(value);
    return positive;
}

std::vector<double> powers_of_ten(double low, double high, std::span<double const> factors, int stride) {
    std::vector<double> ticks;
    for (int exponent = decade(low); exponent <= decade(high); ++exponent) {
        if (exponent % stride != 0) continue;
        for (double factor : factors) {
            double const tick = factor * power_of_ten(exponent);
            if (tick >= low * (1 - slack) && tick <= high * (1 + slack)) ticks.push_back(tick);
        }
    }
    return ticks;
}

}  // namespace

double nice_ceiling(double value) {
    HACTHANH_EXPECT(value > 0);
    double const scale = power_of_ten(decade(value));
    for (double step : {1.0, 2.0, 5.0})
        if (step * scale >= value * (1 - slack)) return step * scale;
    return 10 * scale;
}

double nice_floor(double value) {
    HACTHANH_EXPECT(value > 0);
    double const scale = power_of_ten(decade(value));
    for (double step : {5.0, 2.0})
        if (step * scale <= value * (1 + slack)) return step * scale;
    return scale;
}

std::vector<double> linear_ticks(double low, double high, int wanted) {
    HACTHANH_EXPECT(low < high && wanted >= 1);
    double const step = nice_ceiling((high - low) / (wanted * 1.25));
    double const first = std::ceil(low / step - slack);
    double const last = std::floor(high / step + slack);
    std::vector<double> ticks;
    for (double n = first; n <= last; ++n) ticks.push_back(n * step);
    return ticks;
}

std::vector<double> logarithmic_ticks(double low, double high, int wanted) {
    HACTHANH_EXPECT(0 < low && low < high && wanted >= 1);
    auto const limit = static_cast<std::size_t>(wanted) + 2;
    constexpr std::array<double, 3> fine = {1, 2, 5};
    if (auto ticks = powers_of_ten(low, high, fine, 1); ticks.size() <= limit) return ticks;
    std::span const coarse = std::span(fine).first(1);
    for (int stride = 1;; ++stride)
        if (auto ticks = powers_of_ten(low, high, coarse, stride); ticks.size() <= limit) return ticks;
}

double scale_bar_length(double visible_width_m, double max_fraction) {
    return nice_floor(visible_width_m * max_fraction);
}

double quantile(std::span<float const> values, double q) {
    HACTHANH_EXPECT(q >= 0 && q <= 1);
    std::vector<float> finite;
    finite.reserve(values.size());
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](float v) { return std::isfinite(v); });
    if (finite.empty()) return 0;
    auto const rank = static_cast<std::ptrdiff_t>(std::ceil(q * static_cast<double>(finite.size()))) - 1;
    auto const at = finite.begin() + std::max<std::ptrdiff_t>(rank, 0);
    std::nth_element(finite.begin(), at, finite.end());
    return *at;
}

ValueRange linear_range(std::span<float const> values) {
    auto const positive = positive_values(values);
    if (positive.empty()) return {};
    return {0, tidy_ceiling(quantile(positive, 0.995))};
}

ValueRange logarithmic_range(std::span<float const> values) {
    auto const positive = positive_values(values);
    if (positive.empty()) return {0.001, 1};
    double const high = tidy_ceiling(quantile(positive, 0.995));
    double const low = nice_floor(std::max(high / 1000, quantile(positive, 0.02)));
    return {std::min(low, high / 10), high};
}

}  // namespace hacthanh
