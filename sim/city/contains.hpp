#pragma once

#include "sim/city/geometry.hpp"

namespace hacthanh::city {

/// Whether a place lies in an area and in none of its holes; on the border either answer.
bool contains(Polygon const& polygon, Point place);

}  // namespace hacthanh::city
