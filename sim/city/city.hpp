#pragma once

#include "sim/city/area.hpp"
#include "sim/city/barrier.hpp"
#include "sim/city/building.hpp"
#include "sim/city/geometry.hpp"
#include "sim/city/population.hpp"
#include "sim/city/terrain.hpp"
#include "sim/core/id.hpp"

#include <string>
#include <vector>

namespace hacthanh::city {

/// One directed road, or one connection across a junction.
struct Road {
    std::string name;         ///< SUMO edge id
    std::string street_name;  ///< what people call it; may be empty
    Polyline axis;            ///< middle of its lanes, in driving direction, network coordinates [m]
    double length_m = 0;
    double width_m = 0;  ///< all lanes together
    int n_lanes = 0;
    bool internal = false;   ///< crosses a junction
    double speed_limit = 0;  ///< of its fastest lane [m/s]; 0 = unknown
};

/// How network coordinates lie on the Earth: projected = network - offset.
struct Projection {
    std::string proj_string;  ///< PROJ parameters, "" when the network has none
    double offset_x_m = 0;    ///< SUMO's netOffset
    double offset_y_m = 0;

    bool known() const { return !proj_string.empty(); }
    /// Network coordinate to projected coordinate [m] (the network's own one when there is no projection).
    double projected_x(double x) const { return known() ? x - offset_x_m : x; }
    double projected_y(double y) const { return known() ? y - offset_y_m : y; }
};

/// The lasting things of a city. Immutable.
struct City {
    std::vector<Road> roads;                 ///< indexed with EdgeId
    std::vector<Building> buildings;         ///< none overlaps another
    std::vector<Area> areas;                 ///< land use, water, trees
    std::vector<PopulationZone> population;  ///< where people live
    std::vector<Barrier> barriers;           ///< walls beside roads
    Terrain terrain;                         ///< heights of the ground, where known
    Rectangle road_extent;                   ///< bounding box of all road axes [m]
    Projection projection;
    bool flat = true;  ///< no road climbs: the network carries no heights
};

}  // namespace hacthanh::city
