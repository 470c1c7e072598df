#pragma once

#include "sim/city/geometry.hpp"

#include <optional>

namespace hacthanh::mesh {

/// Settings of the city mesh (`[mesh]`).
struct MeshOptions {
    double cell_size_m = 20;                ///< horizontal cell size, > 0
    double margin_m = 200;                  ///< added on every side of the road network when no extent is given, >= 0
    int levels = 30;                        ///< layers of cells, 2..500
    double first_layer_m = 3;               ///< thickness of the lowest layer, > 0
    double top_m = 500;                     ///< height of the lid over ground, > first_layer_m
    std::optional<city::Rectangle> extent;  ///< [x_min, y_min, x_max, y_max] in network coordinates
};

}  // namespace hacthanh::mesh
