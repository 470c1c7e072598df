#pragma once

#include "io/result_reader.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// The formats of `hacthanh export --to`.
inline const std::vector<std::string> export_formats = {"gpkg", "geojson", "kml", "csv", "geotiff", "cog", "vtkhdf"};

/// What of a result goes into another file.
struct ExportOptions {
    std::string format;   ///< one of export_formats
    std::string layer{};  ///< "edges" (also when empty) or "receptors", for formats of one layer (geojson, kml, csv)
    std::optional<std::size_t> step{};  ///< output step; absent = raster: mean over the run after spin-up, vtkhdf: all
    std::size_t level = 0;              ///< stored layer of a raster, 0 = lowest; the mean is of the lowest only
    std::map<std::string, double> limits{};  ///< species -> [ug/m3]: hours above it are counted
};

/// The ending of a file of that format, ".gpkg".
std::string export_ending(std::string const& format);

/// Writes roads and receptors with means, peaks, percentiles and hours above limits (docs/formats/export.md), or a map,
/// for other programs. Never replaces a file. Throws InputError for what the result does not hold, RunError when GDAL
/// or HDF5 cannot write.
void export_result(ResultReader const& result, std::filesystem::path const& file, ExportOptions const& options);

}  // namespace hacthanh::io
