#pragma once

#include "sim/city/city.hpp"

#include <vector>

namespace hacthanh::city {

/// The space between the buildings along one road. Left and right in driving direction; NaN where nothing can be said.
struct StreetCanyon {
    double width_m;          ///< wall to wall, mean over places with walls on both sides
    double height_left_m;    ///< of the buildings along that side, 0 where there are none; mean over all places
    double height_right_m;   ///< the same
    double aspect_ratio;     ///< mean height of both walls over width, mean over places with walls on both sides [1]
    double sky_view_factor;  ///< of the middle of the road, mean over all places [1], 1 = open field
    double covered;          ///< share of its places that lie inside a building's footprint [1]
};

/// Street canyons of all roads, indexed as City::roads.
///
/// Places every 10 m along the axis (at least one per straight piece) look across the axis to both sides, at walls of
/// buildings that begin below 2 m. The first wall within 50 m is the street's side. The sky view factor is that of an
/// endless canyon with the elevation angles b_l, b_r of the highest thing seen within 100 m,
///
///     SVF = (cos b_l + cos b_r) / 2
///
/// (Johnson & Watson 1984, doi:10.1175/1520-0450(1984)023<0329:TDOVFI>2.0.CO;2), so crossings and ends of streets look
/// darker than they are. Places inside a footprint see nothing and count in `covered` alone.
/// Cost O(places x walls nearby). Thread-safe.
std::vector<StreetCanyon> street_canyons(City const& city);

}  // namespace hacthanh::city
