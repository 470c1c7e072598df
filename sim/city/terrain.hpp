#pragma once

#include "sim/city/geometry.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::city {

/// From this slope on (rise over run) the air feels the hill itself, which our wind models do not know. Practice of
/// dispersion modelling in the United Kingdom: terrain matters from gradients of 1:10 (from memory, to be verified).
inline constexpr double steep_slope = 0.1;

/// Heights of the ground over sea level on a grid aligned with network coordinates.
///
/// What the models use it for: nothing is lifted. All heights of buildings, cells and receptors are over the local
/// ground, so the mesh follows the terrain; slope statistics say whether that is fair (steep_slope).
struct Terrain {
    double x_min = 0;        ///< west edge of the grid [m]
    double y_min = 0;        ///< south edge of the grid [m]
    double cell_size_m = 0;  ///< > 0
    std::size_t nx = 0;
    std::size_t ny = 0;
    std::vector<float> height_m;  ///< [y, x], row 0 in the south; NaN where unknown

    bool known() const { return !height_m.empty(); }
};

}  // namespace hacthanh::city
