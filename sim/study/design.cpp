#include "sim/study/design.hpp"

#include "sim/core/random.hpp"

#include <numeric>
#include <utility>

namespace hacthanh::study {
namespace {

constexpr std::uint32_t order_stream = 1;  ///< draws of the strata's order
constexpr std::uint32_t place_stream = 2;  ///< draws of the place inside a stratum

std::uint32_t bits(std::size_t n, std::size_t factor, std::uint32_t stream, std::uint32_t seed) {
    return philox({static_cast<std::uint32_t>(n), static_cast<std::uint32_t>(factor), stream, 0}, {seed, 0})[0];
}

}  // namespace

std::vector<LevelPoint> factorial(std::vector<std::size_t> const& levels) {
    std::vector<LevelPoint> points{LevelPoint(levels.size(), 0)};
    for (;;) {
        LevelPoint next = points.back();
        std::size_t f = levels.size();
        while (f > 0 && next[f - 1] + 1 == levels[f - 1]) next[--f] = 0;
        if (f == 0) return points;
        ++next[f - 1];
        points.push_back(std::move(next));
    }
}

std::vector<LevelPoint> one_at_a_time(std::vector<std::size_t> const& levels) {
    std::vector<LevelPoint> points{LevelPoint(levels.size(), 0)};
    for (std::size_t f = 0; f < levels.size(); ++f)
        for (std::size_t level = 1; level < levels[f]; ++level) {
            points.emplace_back(levels.size(), 0);
            points.back()[f] = level;
        }
    return points;
}

std::vector<std::vector<double>> latin_hypercube(std::size_t n_points, std::size_t n_factors, std::uint32_t seed) {
    std::vector<std::vector<double>> points(n_points, std::vector<double>(n_factors));
    std::vector<std::size_t> strata(n_points);
    for (std::size_t f = 0; f < n_factors; ++f) {
        std::iota(strata.begin(), strata.end(), std::size_t{0});
        for (std::size_t n = n_points; n > 1; --n)  // Fisher-Yates
            std::swap(strata[n - 1], strata[std::uint64_t{bits(n, f, order_stream, seed)} * n >> 32U]);
        for (std::size_t p = 0; p < n_points; ++p)
            points[p][f] =
                (static_cast<double>(strata[p]) + static_cast<double>(uniform(bits(p, f, place_stream, seed)))) /
                static_cast<double>(n_points);
    }
    return points;
}

}  // namespace hacthanh::study
