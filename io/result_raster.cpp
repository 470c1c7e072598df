#include "io/result_raster.hpp"

#include "io/detail/gis_output.hpp"

#include <cpl_string.h>
#include <cmath>

namespace hacthanh::io {

using detail::driver;
using detail::fail;

void write_raster(ResultReader const& result, std::vector<RasterBand> const& bands, std::filesystem::path const& file,
                  std::string const& format, std::vector<std::pair<std::string, std::string>> const& facts) {
    auto const& grid = result.grid();
    GisMessages const messages;
    auto const nx = static_cast<int>(grid.nx());
    auto const ny = static_cast<int>(grid.ny());
    GisDataset image(driver("MEM").Create("", nx, ny, static_cast<int>(bands.size()), GDT_Float32, nullptr));
    if (!image) fail(file, messages);
    double corner[] = {grid.x_centre.front() - 0.5 * grid.cell_size,
                       grid.cell_size,
                       0,
                       grid.y_centre.back() + 0.5 * grid.cell_size,
                       0,
                       -grid.cell_size};
    image->SetGeoTransform(corner);
    OGRSpatialReference const plane = detail::reference_of(grid);
    if (!grid.crs_wkt.empty()) image->SetSpatialRef(&plane);
    for (auto const& [name, value] : facts) image->SetMetadataItem(name.c_str(), value.c_str());
    for (std::size_t b = 0; b < bands.size(); ++b) {
        GDALRasterBand* const band = image->GetRasterBand(static_cast<int>(b) + 1);
        band->SetDescription(bands[b].name.c_str());
        band->SetUnitType(bands[b].unit.c_str());
        band->SetNoDataValue(std::nan(""));
        auto values = bands[b].values;
        for (int j = 0; j < ny; ++j)  // north is up
            if (band->RasterIO(GF_Write, 0, ny - 1 - j, nx, 1, values.data() + static_cast<std::ptrdiff_t>(j) * nx, nx,
                               1, GDT_Float32, 0, 0) != CE_None)
                fail(file, messages);
    }
    CPLStringList how;
    how.SetNameValue("COMPRESS", "DEFLATE");
    how.SetNameValue("PREDICTOR", format == "cog" ? "YES" : "3");
    GisDataset const written(driver(format == "cog" ? "COG" : "GTiff")
                                 .CreateCopy(file.c_str(), image.get(), FALSE, how.List(), nullptr, nullptr));
    if (!written) fail(file, messages);
}

}  // namespace hacthanh::io
