#include "io/import/population.hpp"

#include "io/geos.hpp"
#include "io/gis.hpp"
#include "io/import/height_text.hpp"
#include "io/import/heights.hpp"
#include "io/reproject.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr std::size_t max_zones = 1'000'000;
constexpr double max_raster_cells = 50e6;

/// A raster with its place.
struct PlacedRaster {
    GisDataset dataset;
    std::array<double, 6> transform{};
    std::optional<OGRSpatialReference> reference;

    explicit PlacedRaster(std::filesystem::path const& file) : dataset(open_raster(file)) {
        validate(dataset->GetGeoTransform(transform.data()) == CE_None, file.string(), "has no place on the map");
        if (auto const* const given = dataset->GetSpatialRef()) reference = *given;
    }
    city::Point corner(double column, double row) const {
        return {transform[0] + column * transform[1] + row * transform[2],
                transform[3] + column * transform[4] + row * transform[5]};
    }
};

city::Rectangle box_of(std::vector<city::Polygon> const& parts) {
    city::Rectangle box{1e300, 1e300, -1e300, -1e300};
    for (auto const& part : parts)
        for (city::Point p : part.outer)
            box = {std::min(box.x_min, p.x), std::min(box.y_min, p.y), std::max(box.x_max, p.x),
                   std::max(box.y_max, p.y)};
    return box;
}

bool meets(city::Rectangle a, city::Rectangle b) {
    return a.x_max >= b.x_min && a.x_min <= b.x_max && a.y_max >= b.y_min && a.y_min <= b.y_max;
}

bool lives_somebody(std::string_view use) {
    constexpr std::array<std::string_view, 16> others = {
        "office", "commercial", "retail", "industrial", "warehouse",     "school",  "university", "hospital",
        "public", "church",     "temple", "pagoda",     "train_station", "stadium", "government", "supermarket"};
    return !is_outbuilding(use) && std::find(others.begin(), others.end(), use) == others.end();
}

double floor_area(city::Building const& building, Geos const& geos) {
    double const storeys =
        std::max(1.0, std::floor((building.height_m - building.base_m) / storey_height(building.use)));
    return geos.area(*geos.polygon(building.footprint)) * storeys;
}

}  // namespace

std::vector<city::PopulationZone> population_from_raster(std::filesystem::path const& file, city::City const& city,
                                                         city::Rectangle extent, ImportLog& log) {
    PlacedRaster const raster(file);
    GisMessages const messages;
    ToNetwork const to_network(raster.reference, city.projection, file.string());
    auto* const band = raster.dataset->GetRasterBand(1);
    validate(band != nullptr, file.string(), "has no band");
    int has_no_data = 0;
    double const no_data = band->GetNoDataValue(&has_no_data);
    int const nx = raster.dataset->GetRasterXSize();
    validate(static_cast<double>(nx) * raster.dataset->GetRasterYSize() <= max_raster_cells, file.string(),
             fmt::format("has more than {:.0f} cells", max_raster_cells),
             "cut the city out first, for example with gdalwarp -te");
    std::vector<double> line(static_cast<std::size_t>(nx));
    std::vector<city::PopulationZone> zones;
    for (int row = 0; row < raster.dataset->GetRasterYSize(); ++row) {
        validate(band->RasterIO(GF_Read, 0, row, nx, 1, line.data(), nx, 1, GDT_Float64, 0, 0) == CE_None,
                 file.string(), fmt::format("row {} cannot be read: {}", row, messages.last()));
        for (int column = 0; column < nx; ++column) {
            double const residents = line[static_cast<std::size_t>(column)];
            if (!(residents > 0) || !std::isfinite(residents) || (has_no_data != 0 && residents == no_data)) continue;
            if (!extent.contains(to_network(raster.corner(column + 0.5, row + 0.5)))) continue;
            validate(zones.size() < max_zones, file.string(), fmt::format("more than {} cells in the city", max_zones),
                     "use a coarser raster");
            city::PopulationZone zone;
            zone.id = fmt::format("r{}c{}", row, column);
            zone.residents = residents;
            city::Polygon cell{{raster.corner(column, row), raster.corner(column, row + 1),
                                raster.corner(column + 1, row + 1), raster.corner(column + 1, row)},
                               {}};
            to_network.apply(cell.outer);
            zone.parts.push_back(std::move(cell));
            zones.push_back(std::move(zone));
        }
    }
    log.add("population_zones", static_cast<std::int64_t>(zones.size()));
    validate(!zones.empty(), file.string(), "holds nobody inside the city", "is its reference system right?");
    return zones;
}

std::vector<city::PopulationZone> population_from_polygons(std::filesystem::path const& file, std::string const& field,
                                                           city::City const& city, city::Rectangle extent,
                                                           ImportLog& log) {
    auto const dataset = open_vector(file);
    GisMessages const messages;
    validate(dataset->GetLayerCount() > 0, file.string(), "has no layer");
    auto* const layer = dataset->GetLayer(0);
    std::string const where = fmt::format("{}, layer {}", file.string(), layer->GetName());
    int const column = layer->GetLayerDefn()->GetFieldIndex(field.c_str());
    validate(column >= 0, where, fmt::format("has no column \"{}\"", field), "name it with --population-field");
    std::optional<OGRSpatialReference> reference;
    if (auto const* const given = layer->GetSpatialRef()) reference = *given;
    validate(reference || !city.projection.known(), where, "says no reference system");
    ToNetwork const to_network(reference, city.projection, where);
    Geos const geos;
    std::vector<city::PopulationZone> zones;
    for (auto const& feature : *layer) {
        city::PopulationZone zone;
        zone.id = fmt::format("{}", feature->GetFID());
        auto const* const geometry = feature->GetGeometryRef();
        if (geometry == nullptr) continue;
        std::vector<city::Polygon> raw;
        if (wkbFlatten(geometry->getGeometryType()) == wkbPolygon)
            raw.push_back(to_polygon(*geometry->toPolygon()));
        else if (wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon)
            for (auto const* part : *geometry->toMultiPolygon()) raw.push_back(to_polygon(*part));
        to_network.apply(raw);
        if (raw.empty() || !meets(box_of(raw), extent)) {
            log.count("population_outside", zone.id);
            continue;
        }
        std::optional<double> residents;
        if (feature->IsFieldSetAndNotNull(column)) residents = parse_length(feature->GetFieldAsString(column));
        zone.residents = residents.value_or(-1);
        validate(zone.residents >= 0, fmt::format("{}, object {}", where, zone.id),
                 fmt::format("{} is no number >= 0", field));
        auto mended = geos.mend(raw);
        validate(mended.has_value(), fmt::format("{}, object {}", where, zone.id),
                 "its outline crosses itself beyond repair", "draw it anew; its residents must not be lost");
        if (!mended->was_valid) log.count("population_repaired", zone.id);
        zone.parts = std::move(mended->parts);
        validate(zones.size() < max_zones, where, fmt::format("more than {} zones", max_zones));
        if (!zone.parts.empty()) zones.push_back(std::move(zone));
    }
    log.add("population_zones", static_cast<std::int64_t>(zones.size()));
    validate(!zones.empty(), where, "holds nobody inside the city", "is its reference system right?");
    return zones;
}

std::vector<city::PopulationZone> population_by_floor_area(std::vector<city::Building> const& buildings, double total) {
    Geos const geos;
    std::vector<city::PopulationZone> zones;
    double sum = 0;
    for (auto const& building : buildings) {
        if (!lives_somebody(building.use)) continue;
        double const area = floor_area(building, geos);
        sum += area;
        zones.push_back({building.id, {building.footprint}, area, city::Mark::computed});
    }
    validate(sum > 0, "--population-total", "the city has no building to live in");
    for (auto& zone : zones) zone.residents *= total / sum;
    return zones;
}

double total_residents(std::vector<city::PopulationZone> const& zones) {
    double sum = 0;
    for (auto const& zone : zones) sum += zone.residents;
    return sum;
}

}  // namespace hacthanh::io
