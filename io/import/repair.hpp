#pragma once

#include "io/import/footprint.hpp"
#include "io/import/heights.hpp"
#include "io/import/import_log.hpp"
#include "sim/city/city.hpp"

#include <vector>

namespace hacthanh::io {

/// Makes every footprint a valid shape of at least half a square metre, counting in `log`:
///
/// * `buildings_bad_coordinates`: a coordinate is no finite number; left out
/// * `buildings_repaired`: rings that cross themselves or each other; areas enclosed an odd number of times stay
/// * `buildings_unrepairable`: GEOS gives up on it; left out
/// * `buildings_zero_area`: fewer than three corners or under 0.5 m²; left out
///
/// Ring direction does not matter and does not count. Cost O(n). Afterwards `parts` are valid and do not overlap.
std::vector<Footprint> make_valid(std::vector<Footprint> footprints, ImportLog& log);

/// Turns valid footprints with heights into prisms that do not overlap (docs/user/import.md), counting in `log`:
///
/// * `buildings_duplicate`: shares 99 % of its ground with another of the same kind; the taller stays
/// * `outlines_replaced`: an outline gives the ground of its parts to them; what is left of it stays when it is more
///   than a tenth
/// * `buildings_overlapping`: lost shared ground to a taller one
/// * `gaps_filled`: an open passage lost because a lower building stands in it
/// * `slivers_dropped`: pieces under 0.5 m² left over
///
/// A taller one with a lower top of its underside takes over the underside of the lower one on shared ground. Order
/// does not matter: ties go to the smaller id. Afterwards no two share more than rounding, below 1e-6 m².
/// Cost O(n log n). @param heights  one per footprint
std::vector<city::Building> make_disjoint(std::vector<Footprint> const& footprints,
                                          std::vector<BuildingHeight> const& heights, ImportLog& log);

}  // namespace hacthanh::io
