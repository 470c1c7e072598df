#include "io/import/gis_footprints.hpp"

#include "io/gis.hpp"
#include "io/import/height_text.hpp"
#include "io/reproject.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr GIntBig max_features = 2'000'000;
constexpr double margin_m = 500;

constexpr std::array<std::string_view, 18> height_names = {
    "height_m", "height",    "building:height", "building_height", "bldg_height", "measuredheight",
    "hoehe",    "gebhoehe",  "hauteur",         "altura",          "chieu_cao",   "chieucao",
    "h_mean",   "heightmax", "roof_height",     "relh2",           "est_height",  "h"};
constexpr std::array<std::string_view, 13> levels_names = {
    "levels",     "building:levels", "building_levels", "building_l", "storeys", "stories",           "floors",
    "num_floors", "numfloors",       "geschosse",       "so_tang",    "sotang",  "storeysaboveground"};
constexpr std::array<std::string_view, 5> use_names = {"use", "building", "type", "usage", "function"};
constexpr std::array<std::string_view, 7> id_names = {"id",       "osm_id", "osm_way_id", "gml_id",
                                                      "objectid", "fid_1",  "oid"};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// The column to read: the one asked for, else the first known name; -1 when there is none.
template <std::size_t N>
int choose_field(OGRFeatureDefn& columns, std::string const& asked, std::array<std::string_view, N> const& names,
                 std::string const& where, std::string_view what) {
    if (!asked.empty()) {
        int const field = columns.GetFieldIndex(asked.c_str());
        std::string all;
        for (int i = 0; i < columns.GetFieldCount(); ++i)
            all += fmt::format("{}{}", i > 0 ? ", " : "", columns.GetFieldDefn(i)->GetNameRef());
        validate(field >= 0, where, fmt::format("has no column \"{}\" for {}", asked, what),
                 fmt::format("its columns are: {}", all));
        return field;
    }
    for (std::string_view name : names)
        for (int i = 0; i < columns.GetFieldCount(); ++i)
            if (lower(columns.GetFieldDefn(i)->GetNameRef()) == name) return i;
    return -1;
}

/// A number in a column, as number or text; nothing where it is empty or none, counted when it is not empty.
template <class Parse, class Plausible>
std::optional<double> read_number(OGRFeature const& feature, int field, Parse const& parse, Plausible const& plausible,
                                  ImportLog& log, std::string const& id) {
    if (field < 0 || !feature.IsFieldSetAndNotNull(field)) return std::nullopt;
    std::string const text = feature.GetFieldAsString(field);
    if (text.empty()) return std::nullopt;
    auto const value = parse(text);
    auto const good = plausible(value);
    if (!good) log.count(value ? "heights_implausible" : "heights_unreadable", fmt::format("{} \"{:.40}\"", id, text));
    return good;
}

std::vector<city::Polygon> polygons_of(OGRGeometry const& geometry) {
    std::vector<city::Polygon> found;
    auto const kind = wkbFlatten(geometry.getGeometryType());
    if (kind == wkbPolygon || kind == wkbTriangle) {
        found.push_back(to_polygon(*geometry.toPolygon()));
    } else if (OGR_GT_IsSubClassOf(kind, wkbGeometryCollection) != 0) {
        for (auto const* part : *geometry.toGeometryCollection()) {
            auto parts = polygons_of(*part);
            std::move(parts.begin(), parts.end(), std::back_inserter(found));
        }
    }
    return found;
}

void swap_axes(std::vector<city::Polygon>& polygons) {
    auto const swap = [](city::Polyline& ring) {
        for (city::Point& p : ring) std::swap(p.x, p.y);
    };
    for (auto& polygon : polygons) {
        swap(polygon.outer);
        for (auto& hole : polygon.holes) swap(hole);
    }
}

/// Reads one layer.
class FootprintLayer {
public:
    FootprintLayer(std::filesystem::path const& file, city::City const& city, GisFootprintSettings const& settings,
                   ImportLog& log)
        : where_(file.string()), city_(city), settings_(settings), log_(log), dataset_(open_vector(file)) {
        layer_ = choose_layer();
        where_ += fmt::format(", layer {}", layer_->GetName());
        validate(layer_->GetFeatureCount() > 0, where_, "is empty");
        validate(layer_->GetFeatureCount() <= max_features, where_, fmt::format("more than {} objects", max_features),
                 "cut the city out first, for example with ogr2ogr -spat");
        auto& columns = *layer_->GetLayerDefn();
        height_ = choose_field(columns, settings.height_field, height_names, where_, "heights");
        levels_ = choose_field(columns, settings.levels_field, levels_names, where_, "storeys");
        use_ = choose_field(columns, settings.use_field, use_names, where_, "the use");
        id_ = choose_field(columns, "", id_names, where_, "ids");
        report(columns);
        to_network_.emplace(source(), city.projection, where_);
        check_place();
    }

    std::vector<Footprint> read() {
        std::vector<Footprint> footprints;
        for (auto const& feature : *layer_) {
            Footprint f;
            f.id = id_of(*feature);
            auto const* const geometry = feature->GetGeometryRef();
            if (geometry != nullptr) {
                std::unique_ptr<OGRGeometry> const plain(
                    geometry->hasCurveGeometry() != 0 ? geometry->getLinearGeometry() : geometry->clone());
                f.parts = polygons_of(*plain);
            }
            if (f.parts.empty()) {
                log_.count("buildings_without_polygon", f.id);
                continue;
            }
            if (settings_.swap_axes) swap_axes(f.parts);
            to_network_->apply(f.parts);
            if (!near_roads(f)) {
                log_.count("buildings_outside", "");
                continue;
            }
            f.height_m = read_number(*feature, height_, parse_length, plausible_height, log_, f.id);
            f.levels = read_number(*feature, levels_, parse_levels, plausible_levels, log_, f.id);
            if (use_ >= 0 && feature->IsFieldSetAndNotNull(use_)) f.use = lower(feature->GetFieldAsString(use_));
            log_.count("buildings_read", "");
            footprints.push_back(std::move(f));
        }
        return footprints;
    }

private:
    OGRLayer* choose_layer() const {
        if (!settings_.layer.empty()) {
            auto* const layer = dataset_->GetLayerByName(settings_.layer.c_str());
            validate(layer != nullptr, where_, fmt::format("has no layer \"{}\"", settings_.layer));
            return layer;
        }
        validate(dataset_->GetLayerCount() > 0, where_, "has no layer");
        std::string names;
        for (int i = 0; i < dataset_->GetLayerCount(); ++i)
            names += fmt::format("{}{}", i > 0 ? ", " : "", dataset_->GetLayer(i)->GetName());
        if (auto* const layer = dataset_->GetLayerByName("buildings")) return layer;
        validate(dataset_->GetLayerCount() == 1, where_, fmt::format("has several layers: {}", names),
                 "choose one with --layer");
        return dataset_->GetLayer(0);
    }

    void report(OGRFeatureDefn& columns) const {
        auto const name = [&](int field) {
            return field < 0 ? std::string("none found")
                             : fmt::format("\"{}\"", columns.GetFieldDefn(field)->GetNameRef());
        };
        log_.warn(fmt::format("{}: heights from column {}, storeys from {}, use from {}, ids from {}", where_,
                              name(height_), name(levels_), name(use_), name(id_)));
    }

    std::optional<OGRSpatialReference> source() const {
        if (settings_.crs == "network") return std::nullopt;
        if (!settings_.crs.empty()) return make_reference(settings_.crs, "--buildings-crs");
        auto const* const given = layer_->GetSpatialRef();
        if (given != nullptr) return *given;
        validate(!city_.projection.known(), where_, "says no reference system", advice());
        return std::nullopt;
    }

    OGREnvelope raw_extent() const {
        OGREnvelope extent;
        validate(layer_->GetExtent(&extent) == OGRERR_NONE, where_, "holds no geometry");
        return extent;
    }

    std::string advice() const {
        auto const explanation = explain_misplacement(raw_extent(), city_);
        return explanation.empty() ? "give it with --buildings-crs (EPSG:… or network)" : explanation;
    }

    void check_place() const {
        OGREnvelope e = raw_extent();
        if (settings_.swap_axes) {
            std::swap(e.MinX, e.MinY);
            std::swap(e.MaxX, e.MaxY);
        }
        Footprint box;
        box.parts = {{{{e.MinX, e.MinY}, {e.MaxX, e.MinY}, {e.MaxX, e.MaxY}, {e.MinX, e.MaxY}}, {}}};
        to_network_->apply(box.parts);
        validate(near_roads(box), where_, "no building lies near the roads", advice());
    }

    bool near_roads(Footprint const& f) const {
        auto const& roads = city_.road_extent;
        bool any_bad = false;
        city::Rectangle box{1e300, 1e300, -1e300, -1e300};
        for (auto const& part : f.parts)
            for (city::Point p : part.outer) {
                any_bad = any_bad || !(std::abs(p.x) < 1e12 && std::abs(p.y) < 1e12);
                box = {std::min(box.x_min, p.x), std::min(box.y_min, p.y), std::max(box.x_max, p.x),
                       std::max(box.y_max, p.y)};
            }
        return any_bad ? false
                       : box.x_max >= roads.x_min - margin_m && box.x_min <= roads.x_max + margin_m &&
                             box.y_max >= roads.y_min - margin_m && box.y_min <= roads.y_max + margin_m;
    }

    std::string id_of(OGRFeature const& feature) const {
        std::string id = id_ >= 0 && feature.IsFieldSetAndNotNull(id_) ? feature.GetFieldAsString(id_) : "";
        return id.empty() ? fmt::format("feature {}", feature.GetFID()) : id;
    }

    std::string where_;
    city::City const& city_;
    GisFootprintSettings const& settings_;
    ImportLog& log_;
    GisDataset dataset_;
    OGRLayer* layer_ = nullptr;
    int height_ = -1;
    int levels_ = -1;
    int use_ = -1;
    int id_ = -1;
    std::optional<ToNetwork> to_network_;
};

}  // namespace

std::vector<Footprint> read_gis_footprints(std::filesystem::path const& file, city::City const& city,
                                           GisFootprintSettings const& settings, ImportLog& log) {
    GisMessages const messages;
    auto footprints = FootprintLayer(file, city, settings, log).read();
    validate(!footprints.empty(), file.string(), "holds no polygon near the roads");
    return footprints;
}

}  // namespace hacthanh::io
