#pragma once

#include "sim/state/flow_zone.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/wind/detail/urban_canopy.hpp"
#include "sim/wind/detail/vortex_zones.hpp"
#include "sim/wind/detail/wind_lines.hpp"

#include <span>
#include <vector>

namespace hacthanh::wind::detail {

/// Wind in one cell, seen along the undisturbed wind, and what shaped it.
struct CellFlow {
    ZoneFlow speed;  ///< [m/s]
    state::FlowZone zone = state::FlowZone::open;
};

/// Everything that the columns of one first guess share.
struct WindScene {
    mesh::CityMesh const& mesh;
    state::InflowProfile const& profile;
    WindLines const& lines;
    UrbanCanopy const& canopy;
    std::span<BlockShape const> shapes;
    double reach = 0;  ///< how far a column looks along the wind [m]

    /// Undisturbed speed at height z [m/s].
    double free_speed(double z) const;
};

/// The first guess in one column, filled in the order of RoeckleFirstGuess. @param column  j * nx + i
/// Closed cells are left as `solid` without wind.
std::vector<CellFlow> column_flow(WindScene const& scene, std::size_t i, std::size_t j);

}  // namespace hacthanh::wind::detail
