#include "sim/impact/systematic.hpp"

#include "sim/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

namespace hacthanh::impact {
namespace {

/// Numbers the terms; new ones are put behind, so that known ones keep their draws.
enum Term : std::uint32_t { emission_factor, fleet_share, counts, background, dispersion, occupancy };

constexpr std::array<std::string_view, 6> term_names = {"emission_factor", "fleet_share", "counts",
                                                        "background",      "dispersion",  "occupancy"};
constexpr std::array<std::uint32_t, 2> key = {0x4861635fU, 0x5468616eU};  ///< any number: it names this sequence
constexpr double quantile_95 = 1.959964;                                  ///< of the standard normal, two-sided

/// A standard normal number (Box & Muller 1958, doi:10.1214/aoms/1177706645).
double normal(std::uint32_t draw, std::uint32_t term, std::uint32_t part) {
    auto const bits = philox({draw, term, part, 0}, key);
    double const radius = std::sqrt(-2 * std::log(static_cast<double>(uniform(bits[0]))));
    return radius * std::cos(2 * std::numbers::pi * static_cast<double>(uniform(bits[1])));
}

}  // namespace

double ErrorDraw::emission(std::array<double, state::n_vehicle_groups> const& shares) const {
    double sum = 0;
    double weights = 0;
    for (std::size_t g = 0; g < shares.size(); ++g) {
        sum += shares[g] * emission_factor[g] * fleet_share[g];
        weights += shares[g];
    }
    if (weights > 0) return counts * sum / weights;
    for (std::size_t g = 0; g < shares.size(); ++g) sum += emission_factor[g] * fleet_share[g];
    return counts * sum / static_cast<double>(shares.size());
}

SystematicErrors::SystematicErrors(Rules const& rules, InputMarks const& marks) : draws_(n_draws) {
    std::array<double, term_names.size()> scale{};
    for (std::size_t t = 0; t < term_names.size(); ++t) {
        auto const* const rule = rules.error(term_names[t]);
        auto const mark = marks.find(std::string(term_names[t]));
        if (rule != nullptr)
            scale[t] =
                std::log1p(rule->range_of(mark == marks.end() ? city::Mark::memory : mark->second)) / quantile_95;
    }
    for (std::uint32_t n = 0; n < n_draws; ++n) {
        auto const factor = [&](Term term, std::uint32_t part = 0) {
            return std::exp(scale[term] * normal(n, term, part));
        };
        ErrorDraw& draw = draws_[n];
        for (std::uint32_t g = 0; g < state::n_vehicle_groups; ++g) {
            draw.emission_factor[g] = factor(emission_factor, g);
            draw.fleet_share[g] = factor(fleet_share, g);
        }
        draw.counts = factor(counts);
        draw.background = factor(background);
        draw.dispersion = factor(dispersion);
        draw.occupancy = factor(occupancy);
    }
}

Interval SystematicErrors::interval(std::function<double(ErrorDraw const&)> const& value) const {
    std::vector<double> values;
    values.reserve(draws_.size());
    for (auto const& draw : draws_) values.push_back(value(draw));
    std::ranges::sort(values);
    constexpr std::size_t tail = n_draws / 40;  // 2.5 %
    return {values[tail], values[n_draws - 1 - tail]};
}

}  // namespace hacthanh::impact
