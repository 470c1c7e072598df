#include "sim/study/column_statistics.hpp"

#include "sim/core/error.hpp"
#include "sim/study/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace hacthanh::study {
namespace {

constexpr std::size_t cells_per_block = 256;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

void check(ColumnOptions const& options) {
    for (double const p : options.probabilities)
        validate(p >= 0 && p <= 1, "quantiles", std::to_string(p) + " (a probability must lie in [0, 1])");
    for (double const limit : options.limits)
        validate(std::isfinite(limit), "limits", std::to_string(limit) + " (a limit must be a finite number)");
}

std::size_t bytes_per_cell(std::size_t n_members, ColumnOptions const& options) {
    std::size_t const statistics = 2 + options.probabilities.size() + options.limits.size();  // beside n
    return n_members * sizeof(float) + sizeof(std::uint32_t) + statistics * sizeof(double);
}

ColumnStatistics empty_statistics(std::size_t n_cells, ColumnOptions const& options) {
    std::vector<double> const column(n_cells, none);
    return {std::vector<std::uint32_t>(n_cells, 0), column, column,
            std::vector<std::vector<double>>(options.probabilities.size(), column),
            std::vector<std::vector<double>>(options.limits.size(), column)};
}

/// Of the values of one cell, in the order of the members.
void summarise_cell(std::vector<float>& values, std::size_t cell, ColumnOptions const& options, ColumnStatistics& out) {
    out.n[cell] = static_cast<std::uint32_t>(values.size());
    if (values.empty()) return;
    double mean = 0;
    double squares = 0;
    double count = 0;
    for (float const value : values) {
        double const off = static_cast<double>(value) - mean;
        mean += off / ++count;
        squares += off * (static_cast<double>(value) - mean);
    }
    out.mean[cell] = mean;
    if (values.size() > 1) out.variance[cell] = squares / (count - 1);
    for (std::size_t l = 0; l < options.limits.size(); ++l) {
        auto const above =
            std::ranges::count_if(values, [&](float v) { return static_cast<double>(v) > options.limits[l]; });
        out.exceedance[l][cell] = static_cast<double>(above) / count;
    }
    for (std::size_t p = 0; p < options.probabilities.size(); ++p)
        out.quantiles[p][cell] = quantile(std::span(values), options.probabilities[p]);
}

}  // namespace

void column_statistics(std::size_t n_members, std::size_t n_cells, ReadCells const& read, ColumnOptions const& options,
                       Parallel const& parallel, TakeCells const& take) {
    check(options);
    if (n_cells == 0) return;
    std::size_t const width =
        std::clamp<std::size_t>(options.memory_bytes / bytes_per_cell(n_members, options), 1, n_cells);
    std::vector<float> slab(width * n_members);
    for (std::size_t first = 0; first < n_cells; first += width) {
        std::size_t const cells = std::min(width, n_cells - first);
        ColumnStatistics out = empty_statistics(cells, options);
        for (std::size_t m = 0; m < n_members; ++m) read(m, first, std::span(slab).subspan(m * width, cells));
        parallel.for_blocks(cells, cells_per_block, [&](std::size_t begin, std::size_t end) {
            std::vector<float> values;
            values.reserve(n_members);
            for (std::size_t i = begin; i < end; ++i) {
                values.clear();
                for (std::size_t m = 0; m < n_members; ++m)
                    if (float const value = slab[m * width + i]; !std::isnan(value)) values.push_back(value);
                summarise_cell(values, i, options, out);
            }
        });
        take(first, out);
    }
}

}  // namespace hacthanh::study
