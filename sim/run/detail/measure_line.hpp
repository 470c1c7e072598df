#pragma once

#include "sim/run/detail/measure_place.hpp"
#include "sim/run/interventions.hpp"

namespace hacthanh::run::detail {

/// Where a bus line stops: roads and their middles, as many as stops that are right.
struct BusLine {
    std::vector<traffic::LineStop> stops;
    std::vector<EdgeId> roads;
    std::vector<city::Point> points;
};

/// Adds a problem for every stop that is not on the network.
BusLine bus_line_of(scenario::Measure const& measure, MeasurePlaces& places, std::vector<std::string>& problems);

/// Adds a problem when the demand has no such vehicle type.
void require_vehicle_type(scenario::Measure const& measure, MeasureSetting const& setting,
                          std::vector<std::string>& problems);

/// The same place on the other side of the street: SUMO's edge "-x" runs against "x". The stop itself where there is
/// none.
traffic::LineStop opposite(traffic::LineStop const& stop, city::City const& city);

}  // namespace hacthanh::run::detail
