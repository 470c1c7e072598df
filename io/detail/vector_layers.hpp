#pragma once
/// Tables as layers of a vector file.

#include "io/detail/export_table.hpp"
#include "io/gis.hpp"

#include <ogr_spatialref.h>

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// One way to show a layer.
struct LayerStyle {
    std::string layer;
    std::string name;
    std::string qml;
    bool is_default = false;
};

/// Writes one table as one layer. @param to_earth  turns coordinates into degrees, or null
/// Throws RunError with what GDAL said.
void write_layer(GDALDataset& dataset, std::filesystem::path const& file, std::string const& name,
                 ExportTable const& table, OGRSpatialReference const* reference, OGRCoordinateTransformation* to_earth,
                 bool lines, GisMessages const& messages);

/// The table in which QGIS looks for the styles of the layers of a GeoPackage.
void write_styles(GDALDataset& dataset, std::filesystem::path const& file, std::vector<LayerStyle> const& styles,
                  GisMessages const& messages);

}  // namespace hacthanh::io::detail
