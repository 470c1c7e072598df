#pragma once

#include "io/import/import_log.hpp"
#include "sim/city/city.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// One zone per cell of a raster of counts (GeoTIFF and all else that GDAL opens) whose middle lies in `extent`
/// (network coordinates). Cells are quadrangles in network coordinates, so the total of the cells is kept exactly.
/// No-data, negative and zero cells hold nobody. Throws InputError for
/// more than 1 million cells in the extent or 50 million in the file.
std::vector<city::PopulationZone> population_from_raster(std::filesystem::path const& file, city::City const& city,
                                                         city::Rectangle extent, ImportLog& log);

/// One zone per polygon of a vector file that meets `extent`, whole, with the residents of column `field`.
/// Throws InputError when the column is missing or holds no number >= 0, with the object.
std::vector<city::PopulationZone> population_from_polygons(std::filesystem::path const& file, std::string const& field,
                                                           city::City const& city, city::Rectangle extent,
                                                           ImportLog& log);

/// Spreads a total over buildings that people may live in, by floor area: footprint times storeys (height over the
/// storey height of its use, at least one). Buildings with no use said count as dwellings; outbuildings, offices,
/// shops, works and public buildings do not. The zones' sum is `total` to rounding.
/// Throws InputError when no building is left. Marked C: computed.
std::vector<city::PopulationZone> population_by_floor_area(std::vector<city::Building> const& buildings, double total);

/// Sum of the residents.
double total_residents(std::vector<city::PopulationZone> const& zones);

}  // namespace hacthanh::io
