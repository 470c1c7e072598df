#pragma once

#include "io/apportion_file.hpp"
#include "viz/result_scene.hpp"

namespace hacthanh::viz {

/// Whose air a place has: streets coloured by their share of the traffic's NOx there, the place marked, the background
/// and what the parts leave over beside the map, never in the colours.
///
/// Of `request` the size, the colour map, the scale, the range [%] and `whole_domain` are used.
/// Throws InputError when the file holds no roads or none of those in the table.
ResultMap make_apportion_map(io::ResultReader const& result, io::Apportionment const& place, MapRequest const& request);

}  // namespace hacthanh::viz
