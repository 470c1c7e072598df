#include "sim/study/sensitivity.hpp"

#include "sim/core/error.hpp"
#include "sim/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace hacthanh::study {
namespace {

constexpr std::uint32_t morris_stream = 0x4D6F7272U;
constexpr std::uint32_t sobol_stream = 0x536F626FU;

std::uint32_t bits(std::size_t row, std::size_t column, std::uint32_t what, std::uint32_t seed, std::uint32_t stream) {
    auto const counter = static_cast<std::uint64_t>(row);
    return philox({static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32U),
                   static_cast<std::uint32_t>(column), what},
                  {seed, stream})[0];
}

void check_values(std::span<double const> values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        validate(std::isfinite(values[i]), "sensitivity", "point " + std::to_string(i) + " has no finite answer",
                 "run the members that are missing first");
}

/// The factor by which two neighbours of a trajectory differ.
std::size_t changed_factor(std::span<double const> from, std::span<double const> to, std::size_t point) {
    std::size_t changed = from.size();
    std::size_t count = 0;
    for (std::size_t f = 0; f < from.size(); ++f)
        if (from[f] != to[f]) {
            changed = f;
            ++count;
        }
    validate(count == 1, "sensitivity",
             "step to point " + std::to_string(point) + " changes " + std::to_string(count) + " factors (must be 1)",
             "take the points of a Morris design in their order");
    return changed;
}

MorrisIndices summarise(std::span<double const> effects) {
    MorrisIndices indices;
    auto const n = static_cast<double>(effects.size());
    for (double const effect : effects) {
        indices.mu += effect / n;
        indices.mu_star += std::abs(effect) / n;
    }
    double squares = 0;
    for (double const effect : effects) squares += (effect - indices.mu) * (effect - indices.mu);
    indices.sigma = effects.size() > 1 ? std::sqrt(squares / (n - 1)) : std::numeric_limits<double>::quiet_NaN();
    return indices;
}

}  // namespace

std::vector<double> morris_points(std::size_t n_factors, std::size_t n_trajectories, std::size_t levels,
                                  std::uint32_t seed) {
    validate(levels >= 2 && levels % 2 == 0, "levels", std::to_string(levels) + " (must be even and at least 2)");
    std::vector<double> points;
    points.reserve(n_trajectories * (n_factors + 1) * n_factors);
    auto const last = static_cast<double>(levels - 1);
    std::size_t const half = levels / 2;
    for (std::size_t t = 0; t < n_trajectories; ++t) {
        std::vector<std::size_t> grid(n_factors);
        std::vector<std::size_t> order(n_factors);
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t f = 0; f < n_factors; ++f) grid[f] = bits(t, f, 0, seed, morris_stream) % levels;
        for (std::size_t f = n_factors; f > 1; --f)
            std::swap(order[f - 1], order[bits(t, f, 1, seed, morris_stream) % f]);
        auto const write = [&] {
            for (std::size_t const level : grid) points.push_back(static_cast<double>(level) / last);
        };
        write();
        for (std::size_t const f : order) {
            grid[f] = grid[f] < half ? grid[f] + half : grid[f] - half;
            write();
        }
    }
    return points;
}

std::vector<MorrisIndices> morris_indices(std::size_t n_factors, std::span<double const> points,
                                          std::span<double const> values) {
    std::size_t const length = n_factors + 1;
    validate(
        n_factors > 0 && !values.empty() && values.size() % length == 0 && points.size() == values.size() * n_factors,
        "sensitivity",
        std::to_string(values.size()) + " answers at " + std::to_string(points.size()) + " coordinates of " +
            std::to_string(n_factors) + " factors (must be whole trajectories of factors + 1 points)");
    check_values(values);
    std::vector<std::vector<double>> effects(n_factors);
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (i % length == 0) continue;
        auto const from = points.subspan((i - 1) * n_factors, n_factors);
        auto const to = points.subspan(i * n_factors, n_factors);
        std::size_t const f = changed_factor(from, to, i);
        effects[f].push_back((values[i] - values[i - 1]) / (to[f] - from[f]));
    }
    std::vector<MorrisIndices> indices;
    for (std::size_t f = 0; f < n_factors; ++f) {
        validate(effects[f].size() == values.size() / length, "sensitivity",
                 "factor " + std::to_string(f) + " does not change once in every trajectory",
                 "take the points of a Morris design in their order");
        indices.push_back(summarise(effects[f]));
    }
    return indices;
}

std::vector<double> sobol_points(std::size_t n_factors, std::size_t n_base, std::uint32_t seed) {
    std::vector<double> points;
    points.reserve(n_base * (n_factors + 2) * n_factors);
    auto const at = [&](std::size_t row, std::size_t f, std::uint32_t matrix) {
        return static_cast<double>(uniform(bits(row, f, matrix, seed, sobol_stream)));
    };
    for (std::uint32_t const matrix : {0U, 1U})
        for (std::size_t row = 0; row < n_base; ++row)
            for (std::size_t f = 0; f < n_factors; ++f) points.push_back(at(row, f, matrix));
    for (std::size_t changed = 0; changed < n_factors; ++changed)
        for (std::size_t row = 0; row < n_base; ++row)
            for (std::size_t f = 0; f < n_factors; ++f) points.push_back(at(row, f, f == changed ? 1U : 0U));
    return points;
}

std::vector<SobolIndices> sobol_indices(std::size_t n_factors, std::span<double const> values) {
    std::size_t const blocks = n_factors + 2;
    validate(n_factors > 0 && !values.empty() && values.size() % blocks == 0, "sensitivity",
             std::to_string(values.size()) + " answers (must be a multiple of factors + 2 = " + std::to_string(blocks) +
                 ")");
    check_values(values);
    std::size_t const n = values.size() / blocks;
    auto const a = values.first(n);
    auto const b = values.subspan(n, n);
    auto const count = static_cast<double>(n);
    double mean = 0;
    for (double const value : values.first(2 * n)) mean += value / (2 * count);
    double variance = 0;
    for (double const value : values.first(2 * n)) variance += (value - mean) * (value - mean) / (2 * count);
    bool const constant = std::ranges::all_of(values.first(2 * n), [&](double v) { return v == values[0]; });
    validate(!constant, "sensitivity", "the answer never changes: its variance has no shares");
    std::vector<SobolIndices> indices(n_factors);
    for (std::size_t f = 0; f < n_factors; ++f) {
        auto const ab = values.subspan((2 + f) * n, n);
        for (std::size_t i = 0; i < n; ++i) {
            indices[f].first += (b[i] - mean) * (ab[i] - a[i]) / count / variance;
            indices[f].total += (a[i] - ab[i]) * (a[i] - ab[i]) / (2 * count) / variance;
        }
    }
    return indices;
}

}  // namespace hacthanh::study
