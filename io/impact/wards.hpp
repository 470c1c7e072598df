#pragma once

#include "io/result_reader.hpp"
#include "sim/city/geometry.hpp"
#include "sim/impact/exposure.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// An administrative area. Coordinates are those of a result file [m].
struct Ward {
    std::string name;
    std::vector<city::Polygon> parts;
};

/// Polygons of a file that GDAL reads, with a column `name`, in the projection of a result; those without a projection
/// count as given in it. In the order of the file. Throws InputError when there is no polygon or no such column.
std::vector<Ward> read_wards(std::filesystem::path const& file, ResultGrid const& grid);

/// Says of every place in which ward the middle of its cell lies (the first one that holds it; -1 = none) and takes
/// over the names. @return whether any place lies in a ward. Cost O(places x corners of the wards).
bool assign_wards(impact::Places& places, std::vector<Ward> const& wards, ResultGrid const& grid);

}  // namespace hacthanh::io
