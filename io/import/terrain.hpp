#pragma once

#include "io/import/import_log.hpp"
#include "sim/city/city.hpp"

#include <filesystem>

namespace hacthanh::io {

/// How steep the ground is. A slope is rise over run between neighbouring cells.
struct SlopeStatistics {
    double lowest_m = 0;
    double highest_m = 0;
    double mean_slope = 0;
    double steep_share = 0;  ///< of the cells with a slope of city::steep_slope or more
    double greatest_slope = 0;
};

/// Clips and resamples (bilinear) a raster of heights to square cells of `cell_size_m` over `extent` in network
/// coordinates. Throws InputError when the raster has no place, does not cover the extent at all, or the result would
/// have more than 25 million cells.
city::Terrain import_terrain(std::filesystem::path const& file, city::City const& city, city::Rectangle extent,
                             double cell_size_m);

/// Central differences over known neighbours; unknown cells are left out. Cost O(cells).
SlopeStatistics slope_statistics(city::Terrain const& terrain);

}  // namespace hacthanh::io
