#pragma once

#include "sim/city/geometry.hpp"
#include "sim/city/provenance.hpp"

#include <string>

namespace hacthanh::city {

/// A solid wall beside a road, such as a noise barrier. It has no thickness.
struct Barrier {
    std::string id;
    Polyline axis;        ///< at least two points
    double height_m = 0;  ///< over ground, > 0
    Mark mark = Mark::sourced;
};

}  // namespace hacthanh::city
