#include "sim/study/sample_summary.hpp"

#include "sim/study/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace hacthanh::study {
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
    std::vector<double> reordered(values.begin(), values.end());
    summary.p05 = quantile(std::span(reordered), 0.05);
    summary.p25 = quantile(std::span(reordered), 0.25);
    summary.p50 = quantile(std::span(reordered), 0.50);
    summary.p75 = quantile(std::span(reordered), 0.75);
    summary.p95 = quantile(std::span(reordered), 0.95);
    return summary;
}

}  // namespace hacthanh::study
