#pragma once

#include "sim/state/fleet.hpp"

#include <algorithm>

namespace hacthanh::emission {

/// Reads a table of rates between its points: bilinear, and at the border beyond it.
/// Cost: two searches in the axes. Thread-safe.
class RateLookup {
public:
    explicit RateLookup(state::RateTable table) : table_(std::move(table)) {}

    /// [kg/s] at speed v [m/s] and acceleration a [m/s2].
    PerReported at(double v, double a) const {
        Place const i = place(table_.speed, v);
        Place const j = place(table_.acceleration, a);
        std::size_t const row = table_.acceleration.size();
        PerReported const* const low = &table_.rate[i.below * row + j.below];
        PerReported rate{};
        for (std::size_t p = 0; p < n_reported; ++p)
            rate[p] = (1 - i.weight) * ((1 - j.weight) * low[0][p] + j.weight * low[1][p]) +
                      i.weight * ((1 - j.weight) * low[row][p] + j.weight * low[row + 1][p]);
        return rate;
    }

private:
    struct Place {
        std::size_t below;
        double weight;  ///< of the point above, 0..1
    };
    static Place place(std::vector<double> const& axis, double value) {
        auto const above = std::upper_bound(axis.begin() + 1, axis.end() - 1, value);
        auto const below = static_cast<std::size_t>(above - axis.begin()) - 1;
        double const weight = (value - axis[below]) / (axis[below + 1] - axis[below]);
        return {below, std::clamp(weight, 0.0, 1.0)};
    }

    state::RateTable table_;
};

}  // namespace hacthanh::emission
