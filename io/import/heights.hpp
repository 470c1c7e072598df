#pragma once

#include "io/import/footprint.hpp"
#include "sim/city/area.hpp"

#include <string_view>
#include <vector>

namespace hacthanh::io {

/// How missing heights are filled (docs/user/import.md).
struct HeightRule {
    double default_height_m = 6.5;     ///< middle of 3-10 m, low-rise zones of Stewart & Oke (2012)
    double neighbour_radius_m = 100;   ///< known heights within this distance count
    std::size_t least_neighbours = 3;  ///< fewer say nothing
    double storey_height_m = 0;        ///< > 0 replaces the table of storey_height()
};

/// The height of one footprint over ground.
struct BuildingHeight {
    double base_m = 0;
    double height_m = 0;
    city::HeightSource source = city::HeightSource::fallback;
};

/// Floor-to-floor height for a value of OpenStreetMap's `building` [m]: 3.1 dwellings and hotels, 3.9 offices, 3.5
/// mixed or unknown. Source: CTBUH, tall building height calculator (www.ctbuh.org), floor-to-floor heights f.
double storey_height(std::string_view use);

/// True for garages, sheds, roofs and the like: one storey, and no example for their neighbours.
bool is_outbuilding(std::string_view use);

/// A height for every footprint, in their order. The best that there is:
///
/// 1. measured: `height_m`;
/// 2. levels: `levels` times the storey height of its use;
/// 3. neighbours: the median of the known (1 and 2) heights of buildings whose centres lie within the radius, when
///    there are enough; not for outbuildings;
/// 4. land_use: by the area it lies in, heights typical of Stewart & Oke (2012), doi:10.1175/BAMS-D-11-00019.1,
///    table 3 (from memory, to be verified): residential 6.5, commercial 10, institutional 10, industrial 10 m;
/// 5. default: 3 m for outbuildings, else `default_height_m`.
///
/// The underside is `base_m`, else `base_level` storeys, else the ground; never above the top less 1 m.
/// Cost O(n) for evenly spread buildings. Thread-safe.
std::vector<BuildingHeight> assign_heights(std::vector<Footprint> const& footprints,
                                           std::vector<city::Area> const& areas, HeightRule const& rule);

}  // namespace hacthanh::io
