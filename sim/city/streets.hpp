#pragma once

#include "sim/city/city.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::city {

/// Roads that share one space: one direction alone, or both of an undivided street.
struct Street {
    std::vector<std::size_t> roads;  ///< one or two, places in City::roads, ascending
};

/// The streets of a city: every road that is no connection across a junction is in one of them.
///
/// Two roads are one street when the one begins where the other ends and ends where it begins, within the width of both
/// together: what lies further apart is a divided road, whose halves are streets of their own. Of several partners the
/// nearest counts, ties to the first. Cost O(roads) for networks of usual density.
std::vector<Street> streets_of(City const& city);

}  // namespace hacthanh::city
