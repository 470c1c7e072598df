#pragma once
/// Private to viz: what lies on the ground, for the maps of a result file.

#include "io/result_reader.hpp"
#include "sim/city/area.hpp"
#include "viz/map_scene.hpp"

#include <optional>

namespace hacthanh::viz::detail {

/// Outer borders of the file's grid [m].
city::Rectangle grid_extent(io::ResultGrid const& grid);

/// All kinds of ground that the file knows, buildings left out; nothing when it knows none.
std::optional<MapCover> ground_cover(io::ResultReader const& result);

/// Water, trees and green alone.
std::optional<MapCover> natural_cover(io::ResultReader const& result);

/// The colour of a kind of ground.
Colour cover_colour(city::AreaKind kind);

/// Water, and buildings where they take at least half of the cell: what one finds one's way by under a field.
std::optional<MapCover> landmark_cover(io::ResultReader const& result);

}  // namespace hacthanh::viz::detail
