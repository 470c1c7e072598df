#pragma once

#include "sim/core/pollutant.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::state {

/// What happened on every road during one output interval, indexed with EdgeId.
struct RoadSeries {
    explicit RoadSeries(std::size_t n_roads, std::size_t n_species)
        : vehicle_seconds(n_roads, 0.0),
          vehicle_metres(n_roads, 0.0),
          emitted(n_species, std::vector<double>(n_roads, 0.0)) {}

    std::vector<double> vehicle_seconds;       ///< time spent by all vehicles [s]
    std::vector<double> vehicle_metres;        ///< distance driven by all vehicles [m]
    std::vector<std::vector<double>> emitted;  ///< [species][road] [kg]
};

}  // namespace hacthanh::state
