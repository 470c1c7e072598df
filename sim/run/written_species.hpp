#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/state/background.hpp"
#include "sim/state/road_series.hpp"
#include "sim/state/run_summary.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::run {

/// What is written of what the air carries: each written species is a sum of carried ones.
///
/// Most are the same; NOx, counted as NO2, is NO2 and NO where the chemistry carries those. Immutable.
class WrittenSpecies {
public:
    /// A carried species and how much of its mass counts.
    struct Part {
        std::size_t carried = 0;
        double factor = 1;
    };

    /// Precondition: every written species can be made of carried ones.
    WrittenSpecies(std::vector<Pollutant> const& written, std::vector<Pollutant> const& carried);

    std::size_t size() const { return parts_.size(); }
    std::vector<Part> const& parts(std::size_t written) const { return parts_[written]; }

    /// The accounts of the written species; everything else stays.
    state::RunSummary summary(state::RunSummary const& carried) const;
    /// The emissions of the written species; traffic stays.
    state::RoadSeries roads(state::RoadSeries const& carried) const;

    /// Means of the background of the written species over a span of the traffic clock [kg/m3]; NaN where not known.
    std::vector<double> background(state::Background const& carried, double from_s, double to_s) const;

private:
    std::vector<Pollutant> written_;
    std::vector<std::vector<Part>> parts_;
};

}  // namespace hacthanh::run
