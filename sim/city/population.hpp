#pragma once

#include "sim/city/geometry.hpp"
#include "sim/city/provenance.hpp"

#include <string>
#include <vector>

namespace hacthanh::city {

/// People who live in one piece of the city, spread evenly over it.
struct PopulationZone {
    std::string id;
    std::vector<Polygon> parts;  ///< disjoint, at least one
    double residents = 0;        ///< >= 0, not necessarily whole
    Mark mark = Mark::sourced;
};

}  // namespace hacthanh::city
