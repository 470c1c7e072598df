#include "io/detail/city_layers.hpp"
#include "io/gis.hpp"
#include "sim/core/error.hpp"

#include <cpl_conv.h>
#include <fmt/format.h>

#include <initializer_list>
#include <utility>

namespace hacthanh::io::detail {
namespace {

/// GeoPackage stores when a layer changed; a fixed date keeps the bytes a function of the content.
constexpr char const* date_of_all_layers = "2000-01-01T00:00:00.000Z";

/// A GeoPackage with one layer, written in one transaction.
class LayerWriter {
public:
    LayerWriter(std::filesystem::path const& file, char const* layer, OGRwkbGeometryType kind,
                city::Projection const& projection, std::initializer_list<std::pair<char const*, OGRFieldType>> columns)
        : file_(file.string()) {
        CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", date_of_all_layers);
        if (projection.known()) to_projected_ = {-projection.offset_x_m, -projection.offset_y_m};
        std::filesystem::remove(file);
        GDALAllRegister();
        auto* const driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        require(driver != nullptr);
        dataset_.reset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        require(dataset_ != nullptr);
        auto reference = make_reference(projection.proj_string, "projection of the city");
        layer_ = dataset_->CreateLayer(layer, &reference, kind, nullptr);
        require(layer_ != nullptr);
        for (auto const& [name, type] : columns) {
            OGRFieldDefn const definition(name, type);
            require(layer_->CreateField(const_cast<OGRFieldDefn*>(&definition)) == OGRERR_NONE);
        }
        require(dataset_->StartTransaction() == OGRERR_NONE);
    }
    ~LayerWriter() { CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr); }
    LayerWriter(LayerWriter const&) = delete;
    LayerWriter& operator=(LayerWriter const&) = delete;

    city::Point to_projected() const { return to_projected_; }
    OGRFeatureUniquePtr feature() const {
        return OGRFeatureUniquePtr(OGRFeature::CreateFeature(layer_->GetLayerDefn()));
    }
    void add(OGRFeature& feature) { require(layer_->CreateFeature(&feature) == OGRERR_NONE); }
    void finish() {
        require(dataset_->CommitTransaction() == OGRERR_NONE);
        dataset_.reset();
        require(messages_.last().empty());
    }

private:
    void require(bool done) const {
        if (!done) throw RunError(fmt::format("{} cannot be written: {}", file_, messages_.last()));
    }

    GisMessages messages_;  // first, so that it lives longest
    std::string file_;
    GisDataset dataset_;
    OGRLayer* layer_ = nullptr;
    city::Point to_projected_;
};

void set_text(OGRFeature& feature, char const* column, std::string_view text) {
    feature.SetField(column, std::string(text).c_str());
}

}  // namespace

void write_buildings(std::filesystem::path const& file, std::vector<city::Building> const& buildings,
                     city::Projection const& projection) {
    LayerWriter layer(file, "buildings", wkbPolygon, projection,
                      {{"id", OFTString},
                       {"height_m", OFTReal},
                       {"base_m", OFTReal},
                       {"height_source", OFTString},
                       {"use", OFTString},
                       {"mark", OFTString}});
    for (auto const& building : buildings) {
        auto const feature = layer.feature();
        set_text(*feature, "id", building.id);
        feature->SetField("height_m", building.height_m);
        feature->SetField("base_m", building.base_m);
        set_text(*feature, "height_source", name(building.height_source));
        set_text(*feature, "use", building.use);
        set_text(*feature, "mark", letter(building.mark));
        feature->SetGeometryDirectly(to_ogr(building.footprint, layer.to_projected()).release());
        layer.add(*feature);
    }
    layer.finish();
}

void write_areas(std::filesystem::path const& file, std::vector<city::Area> const& areas,
                 city::Projection const& projection) {
    LayerWriter layer(
        file, "areas", wkbPolygon, projection,
        {{"id", OFTString}, {"kind", OFTString}, {"source_tag", OFTString}, {"label", OFTString}, {"mark", OFTString}});
    for (auto const& area : areas) {
        auto const feature = layer.feature();
        set_text(*feature, "id", area.id);
        set_text(*feature, "kind", name(area.kind));
        set_text(*feature, "source_tag", area.source_tag);
        set_text(*feature, "label", area.label);
        set_text(*feature, "mark", letter(area.mark));
        feature->SetGeometryDirectly(to_ogr(area.shape, layer.to_projected()).release());
        layer.add(*feature);
    }
    layer.finish();
}

void write_population(std::filesystem::path const& file, std::vector<city::PopulationZone> const& zones,
                      city::Projection const& projection) {
    LayerWriter layer(file, "population", wkbMultiPolygon, projection,
                      {{"id", OFTString}, {"residents", OFTReal}, {"mark", OFTString}});
    for (auto const& zone : zones) {
        auto const feature = layer.feature();
        set_text(*feature, "id", zone.id);
        feature->SetField("residents", zone.residents);
        set_text(*feature, "mark", letter(zone.mark));
        auto parts = std::make_unique<OGRMultiPolygon>();
        for (auto const& part : zone.parts) parts->addGeometryDirectly(to_ogr(part, layer.to_projected()).release());
        feature->SetGeometryDirectly(parts.release());
        layer.add(*feature);
    }
    layer.finish();
}

void write_barriers(std::filesystem::path const& file, std::vector<city::Barrier> const& barriers,
                    city::Projection const& projection) {
    LayerWriter layer(file, "barriers", wkbLineString, projection,
                      {{"id", OFTString}, {"kind", OFTString}, {"height_m", OFTReal}, {"mark", OFTString}});
    for (auto const& barrier : barriers) {
        auto const feature = layer.feature();
        set_text(*feature, "id", barrier.id);
        set_text(*feature, "kind", "wall");
        feature->SetField("height_m", barrier.height_m);
        set_text(*feature, "mark", letter(barrier.mark));
        auto line = std::make_unique<OGRLineString>();
        for (auto const& p : barrier.axis) line->addPoint(p.x + layer.to_projected().x, p.y + layer.to_projected().y);
        line->flattenTo2D();
        feature->SetGeometryDirectly(line.release());
        layer.add(*feature);
    }
    layer.finish();
}

}  // namespace hacthanh::io::detail
