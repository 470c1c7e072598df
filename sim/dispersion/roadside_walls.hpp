#pragma once

#include "sim/city/geometry.hpp"
#include "sim/dispersion/line_plume.hpp"
#include "sim/dispersion/line_source.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::dispersion {

/// A straight solid wall.
struct Wall {
    city::Point from;
    city::Point to;
    double height = 0;  ///< [m], > 0
};

/// Pieces of road and the kinds of source that they are.
struct WalledRoads {
    std::vector<RoadPiece> pieces;
    std::vector<std::size_t> parents;  ///< index of the piece that each is a part of
    std::vector<RoadSource> sources;
};

/// Gives roads the walls that stand beside them in this wind.
///
/// A place on the road has the first wall that the wind from it meets within ten heights (our choice: beyond, the plume
/// is several times as deep as the wall; AERMOD takes what the user names), and the last one that the wind met before,
/// within the reach of its lee, 6.5 heights (AERMOD 23132, rline.f). Pieces are cut where a wall begins or ends along
/// the wind, and where the distance to it changes by more than half its height; distances are kept in half metres.
/// Pieces without walls come out as they went in, with the same bits; the parts of a piece add up to it.
/// @param wind_from_deg  clockwise from north
/// Cost: pieces x walls, some nanoseconds each. Thread-safe.
WalledRoads beside_walls(std::span<RoadPiece const> pieces, std::span<RoadSource const> sources,
                         std::span<Wall const> walls, double wind_from_deg);

}  // namespace hacthanh::dispersion
