#pragma once

#include "sim/core/parallel.hpp"
#include "sim/state/concentration_field.hpp"

#include <algorithm>

namespace hacthanh::run {

/// Time mean of a concentration field over an output interval, weighted by the length of each addition.
class MeanConcentration {
public:
    explicit MeanConcentration(state::ConcentrationField const& like) : mean_(like) { start(1.0); }

    /// Begins an interval of that length.
    void start(double interval_s) {
        interval_s_ = interval_s;
        for (auto& field : mean_.species) std::fill(field.values().begin(), field.values().end(), 0.0F);
    }

    /// Adds a field that stands for `duration_s` of the interval.
    void add(state::ConcentrationField const& now, double duration_s, Parallel const& parallel) {
        auto const weight = static_cast<float>(duration_s / interval_s_);
        for (std::size_t s = 0; s < mean_.species.size(); ++s) {
            float* const mean = mean_.species[s].data();
            float const* const value = now.species[s].data();
            parallel.for_blocks(mean_.species[s].values().size(), 1 << 16, [=](std::size_t begin, std::size_t end) {
                for (std::size_t c = begin; c < end; ++c) mean[c] += weight * value[c];
            });
        }
    }

    state::ConcentrationField const& value() const { return mean_; }

private:
    double interval_s_ = 1.0;
    state::ConcentrationField mean_;
};

}  // namespace hacthanh::run
