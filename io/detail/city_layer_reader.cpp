#include "io/detail/city_layers.hpp"
#include "io/geos.hpp"
#include "io/gis.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <unordered_set>
#include <utility>

namespace hacthanh::io::detail {
namespace {

constexpr GIntBig max_features = 2'000'000;
constexpr double max_shared_area_m2 = 0.1;  ///< two roundings of a 15 m wall to a centimetre
constexpr double max_barrier_m = 30;        ///< noise walls reach some 12 m; what is higher is a building
constexpr double max_height_m = 1000;       ///< above the tallest building of the Earth (Burj Khalifa, 828 m)

/// One layer of a city folder, feature by feature.
class LayerReader {
public:
    LayerReader(std::filesystem::path const& file, char const* layer, city::Projection const& projection)
        : file_(file.string()), name_(layer), dataset_(open_vector(file)) {
        if (projection.known()) to_network_ = {projection.offset_x_m, projection.offset_y_m};
        layer_ = dataset_->GetLayerByName(layer);
        if (layer_ == nullptr && dataset_->GetLayerCount() == 1 && file.extension() != ".gpkg")
            layer_ = dataset_->GetLayer(0);  // a GeoJSON file has one layer, named after the file
        validate(layer_ != nullptr, file_, fmt::format("has no layer \"{}\"", layer));
        validate(layer_->GetFeatureCount() <= max_features, where(), fmt::format("more than {} objects", max_features),
                 "cut the city into smaller ones");
        check_reference(projection);
    }

    /// Calls `visit(feature, id)` for every object; ids are there and unique.
    template <class Visit>
    void for_each(Visit const& visit) {
        std::unordered_set<std::string> ids;
        for (auto const& feature : *layer_) {
            std::string const id = text(*feature, "id");
            validate(!id.empty(), where(), fmt::format("object {} has no id", feature->GetFID()),
                     "give every object a text in the column id");
            validate(ids.insert(id).second, where(), fmt::format("the id \"{}\" is there twice", id));
            visit(*feature, id);
        }
    }

    std::string where() const { return fmt::format("{}, layer {}", file_, name_); }
    std::string where(std::string const& id) const { return fmt::format("{}, \"{}\"", where(), id); }

    std::string text(OGRFeature const& feature, char const* column) const {
        int const field = feature.GetFieldIndex(column);
        return field < 0 || !feature.IsFieldSetAndNotNull(field) ? "" : feature.GetFieldAsString(field);
    }

    double number(OGRFeature const& feature, std::string const& id, char const* column, double fallback) const {
        int const field = feature.GetFieldIndex(column);
        if (field < 0 || !feature.IsFieldSetAndNotNull(field)) {
            validate(!std::isnan(fallback), where(id), fmt::format("{} is missing", column));
            return fallback;
        }
        auto const type = feature.GetFieldDefnRef(field)->GetType();
        validate(type == OFTReal || type == OFTInteger || type == OFTInteger64, where(),
                 fmt::format("the column {} must hold numbers", column));
        double const value = feature.GetFieldAsDouble(field);
        validate(std::isfinite(value), where(id), fmt::format("{} is no finite number", column));
        return value;
    }

    city::Mark mark(OGRFeature const& feature, std::string const& id) const {
        std::string const letter = text(feature, "mark");
        if (letter.empty()) return city::Mark::sourced;
        auto const mark = city::find_mark(letter);
        validate(mark.has_value(), where(id), fmt::format("mark = \"{}\" (must be S, C, D or M)", letter));
        return *mark;
    }

    /// The parts of a feature in network coordinates, valid, rings turned as city::Polygon wants them.
    std::vector<city::Polygon> parts(OGRFeature const& feature, std::string const& id, Geos const& geos) const {
        auto const* const geometry = feature.GetGeometryRef();
        validate(geometry != nullptr && !geometry->IsEmpty(), where(id), "has no geometry");
        auto const kind = wkbFlatten(geometry->getGeometryType());
        validate(kind == wkbPolygon || kind == wkbMultiPolygon, where(id),
                 fmt::format("is a {} (must be a polygon)", geometry->getGeometryName()));
        std::vector<city::Polygon> raw;
        if (kind == wkbPolygon)
            raw.push_back(to_polygon(*geometry->toPolygon(), to_network_));
        else
            for (auto const* part : *geometry->toMultiPolygon()) raw.push_back(to_polygon(*part, to_network_));
        std::vector<city::Polygon> result;
        for (auto const& polygon : raw) {
            for (city::Point p : polygon.outer)
                validate(std::isfinite(p.x) && std::isfinite(p.y), where(id), "a coordinate is no finite number");
            Geometry const shape = geos.polygon(polygon);
            validate(geos.valid(*shape) && geos.area(*shape) > 0, where(id),
                     fmt::format("is not a valid polygon ({})", geos.reason(*shape)),
                     "`hacthanh import` repairs footprints; or use ST_MakeValid, or Fix geometries in QGIS");
            for (auto& part : geos.polygons(*shape)) result.push_back(std::move(part));
        }
        return result;
    }

    /// For buildings and areas: one polygon per object.
    city::Polygon only_part(OGRFeature const& feature, std::string const& id, Geos const& geos) const {
        auto all = parts(feature, id, geos);
        validate(all.size() == 1, where(id), fmt::format("has {} parts (must be one polygon)", all.size()),
                 "write each part as an object of its own");
        return std::move(all.front());
    }

    /// A line of at least two points in network coordinates.
    city::Polyline line(OGRFeature const& feature, std::string const& id) const {
        auto const* const geometry = feature.GetGeometryRef();
        validate(geometry != nullptr && !geometry->IsEmpty(), where(id), "has no geometry");
        validate(wkbFlatten(geometry->getGeometryType()) == wkbLineString, where(id),
                 fmt::format("is a {} (must be a LINESTRING)", geometry->getGeometryName()),
                 "write each line as an object of its own");
        city::Polyline points;
        for (auto const& p : *geometry->toLineString()) {
            validate(std::isfinite(p.getX()) && std::isfinite(p.getY()), where(id), "a coordinate is no finite number");
            points.push_back({p.getX() + to_network_.x, p.getY() + to_network_.y});
        }
        validate(geometry->toLineString()->get_Length() > 0, where(id), "has no length");
        return points;
    }

private:
    void check_reference(city::Projection const& projection) const {
        auto const* const given = layer_->GetSpatialRef();
        OGREnvelope extent;
        if (layer_->GetExtent(&extent) != OGRERR_NONE) return;  // no geometry in it
        auto const wanted = make_reference(projection.proj_string, "city.toml: projection.crs");
        validate(given != nullptr || !projection.known(), where(), "says no reference system",
                 fmt::format("write it with \"{}\"", projection.proj_string));
        if (given == nullptr) return;
        OGRSpatialReference found(*given);
        found.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        validate(same_coordinates(found, wanted, extent), where(),
                 fmt::format("its reference system \"{}\" is not the city's \"{}\"", found.GetName(),
                             projection.known() ? projection.proj_string : "none, network coordinates"),
                 "write the layer in the city's projection");
    }

    std::string file_;
    std::string name_;
    GisDataset dataset_;
    OGRLayer* layer_ = nullptr;
    city::Point to_network_;
};

constexpr double required = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::vector<city::Building> read_buildings(std::filesystem::path const& file, city::Projection const& projection) {
    GisMessages const messages;
    LayerReader layer(file, "buildings", projection);
    Geos const geos;
    std::vector<city::Building> buildings;
    layer.for_each([&](OGRFeature const& feature, std::string const& id) {
        city::Building building;
        building.id = id;
        building.footprint = layer.only_part(feature, id, geos);
        building.base_m = layer.number(feature, id, "base_m", 0);
        building.height_m = layer.number(feature, id, "height_m", required);
        validate(building.base_m >= 0 && building.height_m > building.base_m && building.height_m <= max_height_m,
                 layer.where(id),
                 fmt::format("base_m = {}, height_m = {} (must be 0 <= base_m < height_m <= {})", building.base_m,
                             building.height_m, max_height_m));
        std::string const source = layer.text(feature, "height_source");
        auto const known = city::find_height_source(source);
        validate(
            known.has_value(), layer.where(id),
            fmt::format("height_source = \"{}\" (must be measured, levels, neighbours, land_use or default)", source));
        building.height_source = *known;
        building.use = layer.text(feature, "use");
        building.mark = layer.mark(feature, id);
        buildings.push_back(std::move(building));
    });
    return buildings;
}

std::vector<city::Area> read_areas(std::filesystem::path const& file, city::Projection const& projection) {
    GisMessages const messages;
    LayerReader layer(file, "areas", projection);
    Geos const geos;
    std::vector<city::Area> areas;
    layer.for_each([&](OGRFeature const& feature, std::string const& id) {
        std::string const kind = layer.text(feature, "kind");
        auto const known = city::find_area_kind(kind);
        validate(known.has_value(), layer.where(id), fmt::format("kind = \"{}\" is not known", kind),
                 "docs/formats/city-folder.md lists the kinds");
        areas.push_back({id, *known, layer.only_part(feature, id, geos), layer.text(feature, "source_tag"),
                         layer.text(feature, "label"), layer.mark(feature, id)});
    });
    return areas;
}

std::vector<city::PopulationZone> read_population(std::filesystem::path const& file,
                                                  city::Projection const& projection) {
    GisMessages const messages;
    LayerReader layer(file, "population", projection);
    Geos const geos;
    std::vector<city::PopulationZone> zones;
    layer.for_each([&](OGRFeature const& feature, std::string const& id) {
        double const residents = layer.number(feature, id, "residents", required);
        validate(residents >= 0, layer.where(id), fmt::format("residents = {} (must be >= 0)", residents));
        zones.push_back({id, layer.parts(feature, id, geos), residents, layer.mark(feature, id)});
    });
    return zones;
}

std::vector<city::Barrier> read_barriers(std::filesystem::path const& file, city::Projection const& projection) {
    GisMessages const messages;
    LayerReader layer(file, "barriers", projection);
    std::vector<city::Barrier> barriers;
    layer.for_each([&](OGRFeature const& feature, std::string const& id) {
        std::string const kind = layer.text(feature, "kind");
        validate(kind.empty() || kind == "wall", layer.where(id), fmt::format("kind = \"{}\" (must be wall)", kind),
                 "the model knows solid walls alone; leave hedges and trees out");
        double const height = layer.number(feature, id, "height_m", required);
        validate(height > 0 && height <= max_barrier_m, layer.where(id),
                 fmt::format("height_m = {} (must be > 0 and <= {})", height, max_barrier_m));
        barriers.push_back({id, layer.line(feature, id), height, layer.mark(feature, id)});
    });
    return barriers;
}

void require_disjoint(std::vector<city::Building> const& buildings, std::filesystem::path const& file) {
    Geos const geos;
    std::vector<Geometry> shapes;
    shapes.reserve(buildings.size());
    for (auto const& building : buildings) shapes.push_back(geos.polygon(building.footprint));
    GeometryIndex const index(geos, shapes);
    for (std::size_t i = 0; i < shapes.size(); ++i)
        for (std::size_t j : index.near(*shapes[i])) {
            if (j <= i || !geos.intersects(*shapes[i], *shapes[j])) continue;
            double const shared = geos.area(*geos.intersection(*shapes[i], *shapes[j]));
            validate(shared <= max_shared_area_m2, fmt::format("{}, layer buildings", file.string()),
                     fmt::format("\"{}\" and \"{}\" overlap on {:.2f} m²", buildings[i].id, buildings[j].id, shared),
                     "buildings must not overlap; `hacthanh import sumo … --buildings FILE` repairs footprints");
        }
}

}  // namespace hacthanh::io::detail
