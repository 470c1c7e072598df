#include "sim/study/sample_summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace hacthanh::study {
namespace {

double quantile(std::vector<double> const& sorted, double p) {
    double const place = p * static_cast<double>(sorted.size() - 1);
    auto const below = static_cast<std::size_t>(place);
    auto const above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

SampleSummary summarise(std::span<double const> values) {
    double const none = std::numeric_limits<double>::quiet_NaN();
    SampleSummary summary{values.size(), none, none, none, none, none, none, none};
    bool const has_nan = std::ranges::any_of(values, [](double v) { return std::isnan(v); });
    if (values.empty() || has_nan) return summary;
    auto const n = static_cast<double>(values.size());
    double sum = 0;
    for (double const value : values) sum += value;
    summary.mean = sum / n;
    if (values.size() > 1) {
        double squares = 0;
        for (double const value : values) squares += (value - summary.mean) * (value - summary.mean);
        summary.variance = squares / (n - 1);
    }
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    summary.p05 = quantile(sorted, 0.05);
    summary.p25 = quantile(sorted, 0.25);
    summary.p50 = quantile(sorted, 0.50);
    summary.p75 = quantile(sorted, 0.75);
    summary.p95 = quantile(sorted, 0.95);
    return summary;
}

}  // namespace hacthanh::study
