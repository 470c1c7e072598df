#pragma once

#include "tests/support/built_city.hpp"
#include "tests/support/wind_around.hpp"

namespace hacthanh::test {

inline constexpr city::Rectangle site{0, 0, 300, 240};

/// Some 90 houses on the site, cells of 12 m, in a wind from west-south-west.
inline SolvedCity town() {
    mesh::MeshOptions options;
    options.cell_size_m = 12;
    options.levels = 12;
    options.first_layer_m = 3;
    options.top_m = 90;
    return solve_city({site, options}, random_city(site, 24, 3), 250, 20);
}

}  // namespace hacthanh::test
