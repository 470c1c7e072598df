#pragma once

#include "io/result_reader.hpp"
#include "viz/result_scene.hpp"

namespace hacthanh::viz {

/// The city as the mesh sees it, from above: heights of roofs cell by cell, what covers the ground, the roads. So that
/// a wrong height, a shifted layer or a road through a house is seen before hours of running.
///
/// Works on a file without output steps, and on one without buildings (then only roads and ground show).
/// Of `request` the size, the colour map, the range and `whole_domain` are used.
ResultMap make_plan_map(io::ResultReader const& result, MapRequest const& request);

}  // namespace hacthanh::viz
