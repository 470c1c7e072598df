#pragma once

#include "io/result_reader.hpp"
#include "sim/impact/exposure.hpp"

#include <filesystem>

namespace hacthanh::io {

/// Where people and wards are read from.
struct PlaceFiles {
    std::filesystem::path city;   ///< a city folder; empty = the one that the result names
    std::filesystem::path wards;  ///< polygons that GDAL reads, with a column `name`; empty = none
};

/// Where the people of a result's city live, as cells of its lowest layer.
///
/// The residents of a zone are spread evenly over points at half a cell's distance; those who fall on a cell without
/// air breathe that of the nearest open cell (up to 5 cells away). Nobody is lost: who lives outside of the mesh
/// is counted in people_outside. Without a population every open cell of the ground counts the same, and
/// `Places::missing` says why: the run knew no city folder, the folder is gone, its population file is not the one that
/// the run was made with, or nobody lives on the mesh. Buildings used as schools and hospitals become sites.
/// Throws InputError when a file that was named here cannot be read. Cost O(cells + points).
impact::Places read_places(ResultReader const& result, PlaceFiles const& files);

}  // namespace hacthanh::io
