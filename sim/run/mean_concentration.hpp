#pragma once

#include "sim/core/parallel.hpp"
#include "sim/run/written_species.hpp"
#include "sim/state/concentration_field.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::run {

/// Time mean of what is written of a concentration field over an output interval, weighted by the length of each
/// addition.
class MeanConcentration {
public:
    /// @param names  of the written species
    MeanConcentration(mesh::CityMesh const& mesh, std::vector<std::string> const& names, WrittenSpecies written)
        : written_(std::move(written)), mean_(mesh, names) {}

    /// Begins an interval of that length.
    void start(double interval_s) {
        interval_s_ = interval_s;
        for (auto& field : mean_.species) std::fill(field.values().begin(), field.values().end(), 0.0F);
    }

    /// Adds a field that stands for `duration_s` of the interval.
    void add(state::ConcentrationField const& now, double duration_s, Parallel const& parallel) {
        for (std::size_t s = 0; s < mean_.species.size(); ++s) {
            for (auto const& part : written_.parts(s)) {
                auto const weight = static_cast<float>(part.factor * duration_s / interval_s_);
                float* const mean = mean_.species[s].data();
                float const* const value = now.species[part.carried].data();
                parallel.for_blocks(mean_.species[s].values().size(), 1 << 16, [=](std::size_t begin, std::size_t end) {
                    for (std::size_t c = begin; c < end; ++c) mean[c] += weight * value[c];
                });
            }
        }
    }

    state::ConcentrationField const& value() const { return mean_; }

private:
    double interval_s_ = 1.0;
    WrittenSpecies written_;
    state::ConcentrationField mean_;
};

}  // namespace hacthanh::run
