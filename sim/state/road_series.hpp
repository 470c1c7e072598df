#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/state/vehicle_group.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace hacthanh::state {

/// Traffic of one group of vehicles on every road, indexed with EdgeId.
struct RoadTraffic {
    std::vector<double> vehicle_seconds;  ///< time spent by all vehicles [s]
    std::vector<double> vehicle_metres;   ///< distance driven by all vehicles [m]
    std::vector<double> delay_s;          ///< time lost against the speed limit [s]
    std::vector<double> queue_s;          ///< time spent slower than queue_speed [s]

    explicit RoadTraffic(std::size_t n_roads)
        : vehicle_seconds(n_roads, 0.0), vehicle_metres(n_roads, 0.0), delay_s(n_roads, 0.0), queue_s(n_roads, 0.0) {}
};

/// A vehicle slower than this stands in a queue [m/s]: 5 km/h, as SUMO's lane area detectors count jams.
inline constexpr double queue_speed = 5 / 3.6;

/// What happened on every road during one output interval, indexed with EdgeId.
struct RoadSeries {
    explicit RoadSeries(std::size_t n_roads, std::size_t n_species)
        : vehicle_seconds(n_roads, 0.0),
          vehicle_metres(n_roads, 0.0),
          emitted(n_species, std::vector<double>(n_roads, 0.0)),
          groups(n_vehicle_groups, RoadTraffic(n_roads)) {}

    std::vector<double> vehicle_seconds;       ///< time spent by all vehicles [s]
    std::vector<double> vehicle_metres;        ///< distance driven by all vehicles [m]
    std::vector<std::vector<double>> emitted;  ///< [species][road] [kg]
    std::vector<RoadTraffic> groups;           ///< [VehicleGroup], the same by group
};

/// Calls body(values) for every array of numbers of `series`, in a fixed order.
template <class Series, class Body>
void for_each_array(Series& series, Body const& body) {
    body(series.vehicle_seconds);
    body(series.vehicle_metres);
    for (auto& emitted : series.emitted) body(emitted);
    for (auto& group : series.groups) {
        body(group.vehicle_seconds);
        body(group.vehicle_metres);
        body(group.delay_s);
        body(group.queue_s);
    }
}

}  // namespace hacthanh::state
