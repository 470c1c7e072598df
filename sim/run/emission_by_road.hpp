#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/emission/emission_places.hpp"
#include "sim/run/simulation.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/road_series.hpp"
#include "sim/state/traffic_totals.hpp"
#include "sim/traffic/traffic_source.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::run {

/// What traffic gave off over a span of time, road by road and cell by cell.
struct EmissionByRoad {
    std::vector<Pollutant> species;  ///< of all arrays per species; NOx too where the air carries NO and NO2 for it
    std::vector<emission::EmissionPlaces::Place> places;  ///< [kg], by road, then cell
    state::RoadSeries roads;                              ///< all of it, also outside the mesh
    double duration_s = 0;
    state::TrafficTotals traffic{};  ///< counts of all of it, from its start
};

/// The traffic and emission of a run without its air: same vehicles, same masses, same cells.
///
/// The boxes of canyons (KerbAir) are not here: what is given off in them counts where it was given off. Costs what the
/// traffic costs. Throws as the source does, and RunError when nothing moved after from_s.
/// @param from_s  traffic clock; what was before is left out
EmissionByRoad emission_by_road(Stage const& stage, traffic::TrafficSource& source, double from_s);

/// The wind's flow with the mixing that this traffic, at its mean, makes in its streets (VehicleMixing).
state::Flow mean_stirred_flow(Stage const& stage, state::Flow const& wind, EmissionByRoad const& traffic);

}  // namespace hacthanh::run
