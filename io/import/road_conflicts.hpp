#pragma once

#include "io/import/import_log.hpp"
#include "sim/city/city.hpp"

#include <string>
#include <vector>

namespace hacthanh::io {

/// A road whose middle line runs through buildings.
struct RoadConflict {
    std::string road;
    double length_m = 0;  ///< inside buildings
    int n_buildings = 0;
};

/// Finds roads that run through buildings standing on the ground (underside below `clearance_m`), the longest first.
///
/// The buildings stay as they are: an archway, a tunnel and a drawing error look the same. Counts
/// `roads_through_buildings` and `buildings_over_roads`. Cost O(n log n).
std::vector<RoadConflict> road_conflicts(city::City const& city, double clearance_m, ImportLog& log);

/// Throws InputError when the roads lie outside the buildings' bounding box altogether; warns when less than half of
/// their length lies in it.
void check_roads_meet_buildings(city::City const& city, ImportLog& log);

}  // namespace hacthanh::io
