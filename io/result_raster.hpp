#pragma once

#include "io/result_reader.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io {

/// A map on the cells of a result.
struct RasterBand {
    std::string name;
    std::string unit;
    std::vector<float> values;  ///< [ny][nx], south first; NaN = no value
};

/// Writes maps as one GeoTIFF, north up. @param format  "geotiff" or "cog"  @param facts  metadata of the file
/// Throws RunError when GDAL cannot write.
void write_raster(ResultReader const& result, std::vector<RasterBand> const& bands, std::filesystem::path const& file,
                  std::string const& format, std::vector<std::pair<std::string, std::string>> const& facts);

}  // namespace hacthanh::io
