#pragma once
/// Private to viz: roads of a result file as map roads.

#include "io/result_reader.hpp"
#include "viz/map_scene.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::viz::detail {

/// All roads of the file, junction crossings included, in the order of the file.
std::vector<MapRoad> map_roads(io::ResultReader const& result);

/// Means over the steps, weighted with their length; one value per road of the file, NaN where nobody drove.
std::vector<float> road_flows(io::ResultReader const& result, std::vector<std::size_t> const& steps);
/// Distance driven over time spent on the road: the mean weighted with the vehicles.
std::vector<float> road_speeds_km_h(io::ResultReader const& result, std::vector<std::size_t> const& steps);
std::vector<float> road_emissions(io::ResultReader const& result, std::size_t species,
                                  std::vector<std::size_t> const& steps);

/// Concentration at the leeward (downwind) kerb, the dirtier one.
std::vector<float> road_kerbs(io::ResultReader const& result, std::size_t species,
                              std::vector<std::size_t> const& steps);

/// Gives the roads their values and drops the junction crossings, which are too short to compare.
void set_road_values(std::vector<MapRoad>& roads, io::ResultReader const& result, std::vector<float> const& values);

}  // namespace hacthanh::viz::detail
