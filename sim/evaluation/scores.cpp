#include "sim/evaluation/scores.hpp"

#include "sim/core/contracts.hpp"

#include <cmath>

namespace hacthanh::evaluation {

Scores scores(std::span<Pair const> pairs) {
    Scores found;
    found.n = pairs.size();
    if (pairs.empty()) return found;
    double o = 0, p = 0, square = 0, oo = 0, pp = 0, op = 0;
    std::size_t seen = 0, near = 0;
    for (auto const& [measured, modelled] : pairs) {
        HACTHANH_EXPECT(measured >= 0 && modelled >= 0 && std::isfinite(measured) && std::isfinite(modelled));
        o += measured;
        p += modelled;
        square += (measured - modelled) * (measured - modelled);
        oo += measured * measured;
        pp += modelled * modelled;
        op += measured * modelled;
        if (measured <= 0) continue;
        ++seen;
        if (0.5 * measured <= modelled && modelled <= 2 * measured) ++near;
    }
    auto const n = static_cast<double>(pairs.size());
    found.mean_measured = o / n;
    found.mean_modelled = p / n;
    if (seen > 0) found.fac2 = static_cast<double>(near) / static_cast<double>(seen);
    if (o + p > 0) found.fb = 2 * (o - p) / (o + p);
    if (o > 0 && p > 0) found.nmse = square * n / (o * p);
    double const both = (oo - o * o / n) * (pp - p * p / n);
    if (both > 0) found.r = (op - o * p / n) / std::sqrt(both);
    return found;
}

std::optional<bool> acceptable(Scores const& scores) {
    if (!scores.fac2 || !scores.fb || !scores.nmse) return std::nullopt;
    return *scores.fac2 >= least_fac2 && std::abs(*scores.fb) <= most_fb && *scores.nmse <= most_nmse;
}

}  // namespace hacthanh::evaluation
