#pragma once
/// What writing with GDAL needs everywhere.

#include "io/gis.hpp"
#include "io/result_reader.hpp"

#include <filesystem>
#include <string>

namespace hacthanh::io::detail {

/// Throws RunError when GDAL of this machine has no such driver.
GDALDriver& driver(std::string const& name);

/// Throws RunError with what GDAL said.
[[noreturn]] void fail(std::filesystem::path const& file, GisMessages const& messages);

/// The projection of a result; empty when it is not known.
OGRSpatialReference reference_of(ResultGrid const& grid);

}  // namespace hacthanh::io::detail
