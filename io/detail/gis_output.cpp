#include "io/detail/gis_output.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

namespace hacthanh::io::detail {

GDALDriver& driver(std::string const& name) {
    GDALAllRegister();
    GDALDriver* const found = GetGDALDriverManager()->GetDriverByName(name.c_str());
    if (found == nullptr) throw RunError("GDAL of this machine has no driver " + name);
    return *found;
}

[[noreturn]] void fail(std::filesystem::path const& file, GisMessages const& messages) {
    throw RunError(
        fmt::format("{}: cannot be written{}{}", file.string(), messages.last().empty() ? "" : ": ", messages.last()));
}

OGRSpatialReference reference_of(ResultGrid const& grid) {
    OGRSpatialReference reference;
    if (!grid.crs_wkt.empty()) reference.importFromWkt(grid.crs_wkt.c_str());
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return reference;
}

}  // namespace hacthanh::io::detail
