#include "io/detail/vector_layers.hpp"

#include "io/detail/gis_output.hpp"

#include <cpl_string.h>
#include <fmt/format.h>

#include <cmath>
#include <memory>

namespace hacthanh::io::detail {
namespace {

std::unique_ptr<OGRGeometry> geometry_of(city::Polyline const& line) {
    if (line.size() == 1) return std::make_unique<OGRPoint>(line[0].x, line[0].y);
    auto geometry = std::make_unique<OGRLineString>();
    for (auto const& point : line) geometry->addPoint(point.x, point.y);
    return geometry;
}

/// Without the digits that come from the arithmetic: a file of text is half as long.
double with_digits_of_a_float(double value) {
    if (value == 0 || !std::isfinite(value)) return value;
    constexpr double digits = 7;  // that a float holds
    double const decimals = digits - 1 - std::floor(std::log10(std::abs(value)));
    double const scale = std::pow(10, std::abs(decimals));
    return decimals >= 0 ? std::round(value * scale) / scale : std::round(value / scale) * scale;
}

}  // namespace

void write_layer(GDALDataset& dataset, std::filesystem::path const& file, std::string const& name,
                 ExportTable const& table, OGRSpatialReference const* reference, OGRCoordinateTransformation* to_earth,
                 bool lines, GisMessages const& messages) {
    CPLStringList options;
    std::string const format = dataset.GetDriverName();
    if (format == "CSV") options.SetNameValue("GEOMETRY", "AS_WKT").SetNameValue("STRING_QUOTING", "IF_NEEDED");
    if (format == "GeoJSON") options.SetNameValue("COORDINATE_PRECISION", "7");  // of a degree: a centimetre
    OGRLayer* const layer = dataset.CreateLayer(name.c_str(), const_cast<OGRSpatialReference*>(reference),
                                                lines ? wkbLineString : wkbPoint, options.List());
    if (layer == nullptr) fail(file, messages);
    for (auto const& text : table.texts) {
        OGRFieldDefn field(text.c_str(), OFTString);
        if (layer->CreateField(&field) != OGRERR_NONE) fail(file, messages);
    }
    for (auto const& [column, unit] : table.numbers) {
        OGRFieldDefn field(column.c_str(), unit == "1" ? OFTInteger : OFTReal);  // "1" is the unit of counts
        field.SetAlternativeName(fmt::format("{} [{}]", column, unit).c_str());
        if (layer->CreateField(&field) != OGRERR_NONE) fail(file, messages);
    }
    bool const transacts = dataset.StartTransaction() == OGRERR_NONE;
    for (auto const& row : table.rows) {
        OGRFeature feature(layer->GetLayerDefn());
        int field = 0;
        for (auto const& text : row.texts) feature.SetField(field++, text.c_str());
        for (double const number : row.numbers) {
            if (!std::isnan(number)) feature.SetField(field, with_digits_of_a_float(number));
            ++field;
        }
        auto geometry = geometry_of(row.line);
        if (to_earth != nullptr && geometry->transform(to_earth) != OGRERR_NONE) fail(file, messages);
        feature.SetGeometryDirectly(geometry.release());
        if (layer->CreateFeature(&feature) != OGRERR_NONE) fail(file, messages);
    }
    if (transacts && dataset.CommitTransaction() != OGRERR_NONE) fail(file, messages);
}

void write_styles(GDALDataset& dataset, std::filesystem::path const& file, std::vector<LayerStyle> const& styles,
                  GisMessages const& messages) {
    CPLStringList options;
    options.SetNameValue("FID", "id");
    OGRLayer* const layer = dataset.CreateLayer("layer_styles", nullptr, wkbNone, options.List());
    if (layer == nullptr) fail(file, messages);
    for (char const* name : {"f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName",
                             "styleQML", "styleSLD", "description", "owner", "ui"}) {
        OGRFieldDefn field(name, OFTString);
        if (layer->CreateField(&field) != OGRERR_NONE) fail(file, messages);
    }
    OGRFieldDefn is_default("useAsDefault", OFTInteger);
    is_default.SetSubType(OFSTBoolean);
    OGRFieldDefn time("update_time", OFTDateTime);
    if (layer->CreateField(&is_default) != OGRERR_NONE || layer->CreateField(&time) != OGRERR_NONE)
        fail(file, messages);
    for (auto const& style : styles) {
        OGRFeature feature(layer->GetLayerDefn());
        feature.SetField("f_table_catalog", "");
        feature.SetField("f_table_schema", "");
        feature.SetField("f_table_name", style.layer.c_str());
        feature.SetField("f_geometry_column", "geom");
        feature.SetField("styleName", style.name.c_str());
        feature.SetField("styleQML", style.qml.c_str());
        feature.SetField("styleSLD", "");
        feature.SetField("useAsDefault", style.is_default ? 1 : 0);
        if (layer->CreateFeature(&feature) != OGRERR_NONE) fail(file, messages);
    }
}

}  // namespace hacthanh::io::detail
