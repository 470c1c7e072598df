#include "io/detail/source_places.hpp"

#include "io/geos.hpp"
#include "sim/core/error.hpp"
#include "sim/mesh/column_areas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

namespace hacthanh::io::detail {
namespace {

constexpr double max_raster_cells = 4e6;
constexpr double farthest_m = 1e8;  ///< of a coordinate in any projection; more is no place

double area_of(city::Polyline const& ring) {
    double twice = 0;
    for (std::size_t n = 0; n < ring.size(); ++n) {
        auto const& a = ring[n];
        auto const& b = ring[(n + 1) % ring.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return 0.5 * std::abs(twice);
}

/// Adds up areas with weights on the columns of a mesh.
class AreaShares {
public:
    explicit AreaShares(mesh::CityMesh const& mesh) : mesh_(mesh) {}

    /// @param weight  per area
    void add(city::Polygon const& polygon, double weight) {
        double area = area_of(polygon.outer);
        for (auto const& hole : polygon.holes) area -= area_of(hole);
        if (!(area > 0) || weight == 0) return;
        total_ += weight * area;
        for (auto const& [column, part] : mesh::column_areas(polygon, mesh_)) columns_[column] += weight * part;
    }

    bool empty() const { return !(total_ > 0); }
    double total() const { return total_; }  ///< weight x area, inside the mesh or not

    ColumnShares value() const {
        ColumnShares shares;
        for (auto const& [column, amount] : columns_) shares.emplace_back(column, amount / total_);
        return shares;
    }

private:
    mesh::CityMesh const& mesh_;
    std::map<std::size_t, double> columns_;
    double total_ = 0;
};

bool is_on_earth(city::Polygon const& polygon) {
    auto const near = [](double x) { return std::abs(x) < farthest_m; };  // not of a number that is none
    auto const all_near = [&](city::Polyline const& ring) {
        return std::ranges::all_of(ring, [&](city::Point p) { return near(p.x) && near(p.y); });
    };
    return all_near(polygon.outer) && std::ranges::all_of(polygon.holes, all_near);
}

}  // namespace

std::optional<OGRSpatialReference> reference_of(OGRSpatialReference const* given) {
    if (given == nullptr) return std::nullopt;
    OGRSpatialReference reference(*given);
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return reference;
}

std::vector<city::Polygon> network_polygons(OGRGeometry const* geometry, ToNetwork const& to_network,
                                            std::string const& where) {
    std::vector<city::Polygon> polygons;
    if (geometry == nullptr) return polygons;
    if (wkbFlatten(geometry->getGeometryType()) == wkbPolygon) polygons.push_back(to_polygon(*geometry->toPolygon()));
    if (wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon)
        for (auto const* const part : *geometry->toMultiPolygon()) polygons.push_back(to_polygon(*part));
    to_network.apply(polygons);
    Geos const geos;
    for (auto const& polygon : polygons) {
        validate(is_on_earth(polygon), where, "cannot be put into the network's projection");
        Geometry const shape = geos.polygon(polygon);
        validate(geos.valid(*shape), where, fmt::format("is not a valid polygon ({})", geos.reason(*shape)),
                 "Fix geometries in QGIS, or ST_MakeValid, repairs it");
    }
    return polygons;
}

ColumnShares columns_of_polygons(std::vector<city::Polygon> const& polygons, mesh::CityMesh const& mesh) {
    AreaShares shares(mesh);
    for (auto const& polygon : polygons) shares.add(polygon, 1);
    return shares.empty() ? ColumnShares{} : shares.value();
}

SourcePlace place_of_point(city::Point point, mesh::CityMesh const& mesh) {
    auto const extent = mesh.extent();
    if (!extent.contains(point)) return {{}, point};
    auto const i = static_cast<std::size_t>((point.x - extent.x_min) / mesh.cell_size());
    auto const j = static_cast<std::size_t>((point.y - extent.y_min) / mesh.cell_size());
    return {{{std::min(j, mesh.ny() - 1) * mesh.nx() + std::min(i, mesh.nx() - 1), 1.0}}, point};
}

city::Point network_point(double longitude_deg, double latitude_deg, city::Projection const& projection,
                          std::string const& where) {
    ToNetwork const to_network(make_reference("EPSG:4326", where), projection, where);
    auto const point = to_network({longitude_deg, latitude_deg});
    validate(std::isfinite(point.x) && std::isfinite(point.y), where,
             fmt::format("{} {} cannot be put into the network's projection", longitude_deg, latitude_deg),
             "degrees, longitude first, east and north > 0");
    return point;
}

ColumnShares columns_of_areas(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                              city::Projection const& projection, std::string const& where) {
    auto const dataset = open_vector(file);
    GisMessages const messages;
    validate(dataset->GetLayerCount() == 1, where,
             fmt::format("{} has {} layers (must be one)", file.string(), dataset->GetLayerCount()),
             "write the polygons of this source into a file of their own");
    OGRLayer* const layer = dataset->GetLayer(0);
    ToNetwork const to_network(reference_of(layer->GetSpatialRef()), projection, file.string());
    AreaShares shares(mesh);
    for (auto const& feature : *layer) {
        int const field = feature->GetFieldIndex("weight");
        double const weight =
            field < 0 || !feature->IsFieldSetAndNotNull(field) ? 1.0 : feature->GetFieldAsDouble(field);
        std::string const object = fmt::format("{}, object {}", file.string(), feature->GetFID());
        validate(std::isfinite(weight) && weight >= 0, object, fmt::format("weight = {} (must be >= 0)", weight));
        auto const polygons = network_polygons(feature->GetGeometryRef(), to_network, object);
        validate(!polygons.empty(), object, "is no polygon", "a source at a point is an item `point` of the register");
        for (auto const& polygon : polygons) shares.add(polygon, weight);
    }
    validate(!shares.empty(), where, file.string() + " holds no area with a weight above 0");
    return shares.value();
}

GridShares columns_of_grid(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                           city::Projection const& projection) {
    auto const dataset = open_raster(file);
    GisMessages const messages;
    std::string const name = file.string();
    std::array<double, 6> t{};
    validate(dataset->GetRasterCount() >= 1 && dataset->GetGeoTransform(t.data()) == CE_None, name,
             "is no raster with a place on the map",
             "a NetCDF file must hold one variable on regular axes (x, y or lon, lat)");
    int const nx = dataset->GetRasterXSize();
    int const ny = dataset->GetRasterYSize();
    validate(static_cast<double>(nx) * ny <= max_raster_cells, name,
             fmt::format("{} x {} cells (at most {:.0f})", nx, ny, max_raster_cells), "cut out the city's region");
    ToNetwork const to_network(reference_of(dataset->GetSpatialRef()), projection, name);
    auto* const band = dataset->GetRasterBand(1);
    int has_no_data = 0;
    double const no_data = band->GetNoDataValue(&has_no_data);
    AreaShares shares(mesh);
    std::vector<double> row(static_cast<std::size_t>(nx));
    for (int j = 0; j < ny; ++j) {
        validate(band->RasterIO(GF_Read, 0, j, nx, 1, row.data(), nx, 1, GDT_Float64, 0, 0) == CE_None, name,
                 fmt::format("row {} cannot be read: {}", j, messages.last()));
        for (int i = 0; i < nx; ++i) {
            double const value = row[static_cast<std::size_t>(i)];
            if (std::isnan(value) || (has_no_data != 0 && value == no_data) || value == 0) continue;
            validate(std::isfinite(value) && value > 0, name,
                     fmt::format("{} in column {} of row {} (must be >= 0)", value, i + 1, j + 1));
            auto const corner = [&](int di, int dj) {
                return city::Point{t[0] + (i + di) * t[1] + (j + dj) * t[2], t[3] + (i + di) * t[4] + (j + dj) * t[5]};
            };
            city::Polygon cell{{corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)}, {}};
            to_network.apply(cell.outer);
            validate(is_on_earth(cell), name, "cannot be put into the network's projection");
            shares.add(cell, value);
        }
    }
    validate(!shares.empty(), name, "holds nothing but zeros", "leave it out");
    return {shares.value(), shares.total()};
}

}  // namespace hacthanh::io::detail
