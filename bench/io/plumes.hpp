#pragma once
/// Fields to write: plumes like those of a city's traffic, and a city of many roads.

#include "io/detail/field_packer.hpp"
#include "sim/city/city.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::bench {

/// Concentrations [kg/m3] of 60 ground sources in wind along x: Gaussian plumes times waves of several lengths, which
/// stand for turbulence, times 1 + 0.1 % of noise per cell, which stands for what no code compresses.
std::vector<float> plume_field(io::detail::BoxShape shape, unsigned seed);

/// Roads on a grid, as many as wanted.
city::City grid_of_roads(std::size_t n_roads);

}  // namespace hacthanh::bench
