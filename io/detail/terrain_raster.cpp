#include "io/detail/city_layers.hpp"
#include "io/gis.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

namespace hacthanh::io::detail {
namespace {

constexpr double max_cells = 100e6;

city::Point network_shift(city::Projection const& projection) {
    if (!projection.known()) return {};
    return {projection.offset_x_m, projection.offset_y_m};
}

}  // namespace

city::Terrain read_terrain(std::filesystem::path const& file, city::Projection const& projection) {
    auto const dataset = open_raster(file);
    GisMessages const messages;
    std::string const where = file.string();
    std::array<double, 6> transform{};
    validate(dataset->GetGeoTransform(transform.data()) == CE_None, where, "has no place on the map");
    bool const north_up = transform[1] > 0 && transform[5] < 0 && transform[2] == 0 && transform[4] == 0;
    validate(north_up && std::abs(transform[1] + transform[5]) < 1e-6 * transform[1], where,
             "must have square cells and north up", "`hacthanh import … --terrain FILE` resamples");
    int const nx = dataset->GetRasterXSize();
    int const ny = dataset->GetRasterYSize();
    validate(static_cast<double>(nx) * ny <= max_cells && dataset->GetRasterCount() == 1, where,
             fmt::format("{} x {} cells in {} bands (must be one band of at most {:.0f} cells)", nx, ny,
                         dataset->GetRasterCount(), max_cells));
    auto const* const given = dataset->GetSpatialRef();
    OGREnvelope extent;
    extent.MinX = transform[0];
    extent.MaxX = transform[0] + nx * transform[1];
    extent.MaxY = transform[3];
    extent.MinY = transform[3] + ny * transform[5];
    bool fits = given == nullptr && !projection.known();
    if (given != nullptr) {
        OGRSpatialReference found(*given);
        found.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        fits = same_coordinates(found, make_reference(projection.proj_string, "city.toml: projection.crs"), extent);
    }
    validate(fits, where, "its reference system is not the city's", "`hacthanh import … --terrain FILE` resamples");
    city::Terrain terrain{extent.MinX + network_shift(projection).x,
                          extent.MinY + network_shift(projection).y,
                          transform[1],
                          static_cast<std::size_t>(nx),
                          static_cast<std::size_t>(ny),
                          {}};
    terrain.height_m.resize(terrain.nx * terrain.ny);
    auto* const band = dataset->GetRasterBand(1);
    for (int row = 0; row < ny; ++row) {
        float* const line = terrain.height_m.data() + static_cast<std::size_t>(ny - 1 - row) * terrain.nx;
        validate(band->RasterIO(GF_Read, 0, row, nx, 1, line, nx, 1, GDT_Float32, 0, 0) == CE_None, where,
                 fmt::format("row {} cannot be read: {}", row, messages.last()));
    }
    int has_no_data = 0;
    double const no_data = band->GetNoDataValue(&has_no_data);
    if (has_no_data != 0 && !std::isnan(no_data))
        for (float& height : terrain.height_m)
            if (height == static_cast<float>(no_data)) height = std::numeric_limits<float>::quiet_NaN();
    return terrain;
}

void write_terrain(std::filesystem::path const& file, city::Terrain const& terrain,
                   city::Projection const& projection) {
    GisMessages const messages;
    auto const require = [&](bool done) {
        if (!done) throw RunError(fmt::format("{} cannot be written: {}", file.string(), messages.last()));
    };
    GDALAllRegister();
    auto* const driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    require(driver != nullptr);
    CPLStringList options;
    options.SetNameValue("COMPRESS", "DEFLATE");
    options.SetNameValue("PREDICTOR", "3");
    int const nx = static_cast<int>(terrain.nx);
    int const ny = static_cast<int>(terrain.ny);
    GisDataset dataset(driver->Create(file.c_str(), nx, ny, 1, GDT_Float32, options.List()));
    require(dataset != nullptr);
    auto const shift = network_shift(projection);
    double const top = terrain.y_min - shift.y + terrain.cell_size_m * ny;
    std::array<double, 6> transform = {terrain.x_min - shift.x, terrain.cell_size_m, 0, top, 0, -terrain.cell_size_m};
    require(dataset->SetGeoTransform(transform.data()) == CE_None);
    auto const reference = make_reference(projection.proj_string, "projection of the city");
    require(dataset->SetSpatialRef(&reference) == CE_None);
    auto* const band = dataset->GetRasterBand(1);
    require(band->SetNoDataValue(std::numeric_limits<double>::quiet_NaN()) == CE_None);
    for (int row = 0; row < ny; ++row) {
        auto const* const line = terrain.height_m.data() + static_cast<std::size_t>(ny - 1 - row) * terrain.nx;
        require(band->RasterIO(GF_Write, 0, row, nx, 1, const_cast<float*>(line), nx, 1, GDT_Float32, 0, 0) == CE_None);
    }
    dataset.reset();
    require(messages.last().empty());
}

}  // namespace hacthanh::io::detail
