#include "io/import/terrain.hpp"

#include "io/gis.hpp"
#include "sim/core/error.hpp"

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_utils.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace hacthanh::io {
namespace {

constexpr double max_cells = 25e6;

struct FreeWarpOptions {
    void operator()(GDALWarpAppOptions* options) const { GDALWarpAppOptionsFree(options); }
};

/// The raster on the wanted grid, in memory.
GisDataset warp(GDALDataset& source, std::string const& crs, OGREnvelope const& to, double cell_size_m,
                std::string const& where) {
    GisMessages const messages;
    CPLStringList arguments;
    auto const add = [&](std::string const& word) { arguments.AddString(word.c_str()); };
    for (auto const& word : {std::string("-of"), std::string("MEM"), std::string("-t_srs"), crs, std::string("-te")})
        add(word);
    for (double limit : {to.MinX, to.MinY, to.MaxX, to.MaxY}) add(fmt::format("{:.6f}", limit));
    add("-tr");
    add(fmt::format("{:.6f}", cell_size_m));
    add(fmt::format("{:.6f}", cell_size_m));
    for (char const* word : {"-r", "bilinear", "-et", "0", "-ot", "Float32", "-dstnodata", "nan"}) add(word);
    std::unique_ptr<GDALWarpAppOptions, FreeWarpOptions> const options(
        GDALWarpAppOptionsNew(arguments.List(), nullptr));
    GDALDatasetH handle = GDALDataset::ToHandle(&source);
    int wrong_use = 0;
    GisDataset result(GDALDataset::FromHandle(GDALWarp("", nullptr, 1, &handle, options.get(), &wrong_use)));
    validate(result != nullptr, where, fmt::format("cannot be resampled: {}", messages.last()));
    return result;
}

}  // namespace

city::Terrain import_terrain(std::filesystem::path const& file, city::City const& city, city::Rectangle extent,
                             double cell_size_m) {
    std::string const where = file.string();
    validate(city.projection.known(), where, "terrain needs a place, but the road network has no projection");
    auto const nx = static_cast<std::size_t>(std::ceil(extent.width() / cell_size_m));
    auto const ny = static_cast<std::size_t>(std::ceil(extent.height() / cell_size_m));
    validate(static_cast<double>(nx) * static_cast<double>(ny) <= max_cells, "--terrain-cell",
             fmt::format("{} x {} cells are more than {:.0f}", nx, ny, max_cells), "choose larger cells");
    auto const source = open_raster(file);
    validate(source->GetSpatialRef() != nullptr, where, "says no reference system");
    city::Terrain terrain{extent.x_min, extent.y_min, cell_size_m, nx, ny, {}};
    OGREnvelope to;
    to.MinX = city.projection.projected_x(extent.x_min);
    to.MinY = city.projection.projected_y(extent.y_min);
    to.MaxX = to.MinX + static_cast<double>(nx) * cell_size_m;
    to.MaxY = to.MinY + static_cast<double>(ny) * cell_size_m;
    auto const grid = warp(*source, city.projection.proj_string, to, cell_size_m, where);
    terrain.height_m.resize(nx * ny);
    int const columns = static_cast<int>(nx);
    for (std::size_t j = 0; j < ny; ++j)
        validate(grid->GetRasterBand(1)->RasterIO(GF_Read, 0, static_cast<int>(ny - 1 - j), columns, 1,
                                                  terrain.height_m.data() + j * nx, columns, 1, GDT_Float32, 0,
                                                  0) == CE_None,
                 where, "cannot be read");
    validate(std::any_of(terrain.height_m.begin(), terrain.height_m.end(), [](float h) { return !std::isnan(h); }),
             where, "does not cover the city");
    return terrain;
}

SlopeStatistics slope_statistics(city::Terrain const& terrain) {
    SlopeStatistics result{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), 0, 0, 0};
    auto const height = [&](std::size_t i, std::size_t j) -> double { return terrain.height_m[j * terrain.nx + i]; };
    /// Rise per metre between two cells of one row or column, 0 where one of them is unknown.
    auto const slope = [&](double low, double high, std::size_t steps) {
        return std::isnan(low) || std::isnan(high) || steps == 0
                   ? 0.0
                   : (high - low) / (static_cast<double>(steps) * terrain.cell_size_m);
    };
    double known = 0;
    for (std::size_t j = 0; j < terrain.ny; ++j)
        for (std::size_t i = 0; i < terrain.nx; ++i) {
            double const h = height(i, j);
            if (std::isnan(h)) continue;
            std::size_t const west = i > 0 ? i - 1 : i;
            std::size_t const east = std::min(i + 1, terrain.nx - 1);
            std::size_t const south = j > 0 ? j - 1 : j;
            std::size_t const north = std::min(j + 1, terrain.ny - 1);
            double const steepness = std::hypot(slope(height(west, j), height(east, j), east - west),
                                                slope(height(i, south), height(i, north), north - south));
            ++known;
            result.lowest_m = std::min(result.lowest_m, h);
            result.highest_m = std::max(result.highest_m, h);
            result.mean_slope += steepness;
            result.steep_share += steepness >= city::steep_slope ? 1 : 0;
            result.greatest_slope = std::max(result.greatest_slope, steepness);
        }
    if (known == 0) return {};
    result.mean_slope /= known;
    result.steep_share /= known;
    return result;
}

}  // namespace hacthanh::io
