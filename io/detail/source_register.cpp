#include "io/detail/source_register.hpp"

#include "io/detail/csv.hpp"
#include "io/gis.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hacthanh::io::detail {
namespace {

constexpr double seconds_per_year = 365.25 * 86400;
constexpr std::string_view emission_column = "emission_";

std::vector<RegisterRow> rows_of_table(std::filesystem::path const& file) {
    auto const table = read_csv(file, {"source", "item", "pollutant", "value", "reference", "evidence"});
    std::vector<RegisterRow> rows;
    for (auto const& row : table.rows) {
        auto const field = [&](std::string_view column) { return row.fields[table.column(column)]; };
        rows.push_back({at_line(file, row.line), field("source"), field("item"), field("pollutant"), field("value"),
                        field("reference"), field("evidence"), std::nullopt});
    }
    return rows;
}

/// A statement as a column or an attribute makes it: "height", "emission_NOx".
RegisterRow statement(RegisterRow row, std::string const& name, std::string value) {
    bool const emits = name.starts_with(emission_column);
    row.item = emits ? "emission" : name;
    if (emits) row.pollutant = name.substr(emission_column.size());
    row.value = std::move(value);
    return row;
}

SourcePlace place_of(OGRGeometry const* geometry, ToNetwork const& to_network, mesh::CityMesh const& mesh,
                     std::string const& at) {
    if (geometry != nullptr && wkbFlatten(geometry->getGeometryType()) == wkbPoint) {
        auto const* const given = geometry->toPoint();
        auto const point = to_network({given->getX(), given->getY()});
        validate(std::isfinite(point.x) && std::isfinite(point.y), at, "cannot be put into the network's projection");
        return place_of_point(point, mesh);
    }
    auto const polygons = network_polygons(geometry, to_network, at);
    validate(!polygons.empty(), at, "is neither a point nor an area", "give every source a point or a (multi)polygon");
    return {columns_of_polygons(polygons, mesh)};
}

std::vector<RegisterRow> rows_of_layer(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                                       city::Projection const& projection) {
    auto const dataset = open_vector(file);
    GisMessages const messages;
    OGRLayer* const layer = dataset->GetLayerCount() == 1 ? dataset->GetLayer(0) : dataset->GetLayerByName("sources");
    validate(layer != nullptr, file.string(),
             fmt::format("has {} layers and none is called sources", dataset->GetLayerCount()),
             "write the register into a layer sources");
    ToNetwork const to_network(reference_of(layer->GetSpatialRef()), projection, file.string());
    std::vector<RegisterRow> rows;
    for (auto const& feature : *layer) {
        auto const text = [&](char const* name) {
            int const field = feature->GetFieldIndex(name);
            return field < 0 || !feature->IsFieldSetAndNotNull(field) ? std::string()
                                                                      : feature->GetFieldAsString(field);
        };
        RegisterRow row;
        row.at = fmt::format("{}, object {}", file.string(), feature->GetFID());
        row.source = text("source");
        row.reference = text("reference");
        row.evidence = text("evidence");
        for (int field = 0; field < feature->GetFieldCount(); ++field) {
            std::string const name = feature->GetFieldDefnRef(field)->GetNameRef();
            if (name == "source" || name == "reference" || name == "evidence") continue;
            if (feature->IsFieldSetAndNotNull(field))
                rows.push_back(statement(row, name, feature->GetFieldAsString(field)));
        }
        row.place = place_of(feature->GetGeometryRef(), to_network, mesh, row.at);
        rows.push_back(row);
    }
    return rows;
}

/// GDAL's names of the variables of a file and what they are called in it.
std::vector<std::pair<std::string, std::string>> variables_of(GDALDataset& dataset, std::filesystem::path const& file) {
    std::vector<std::pair<std::string, std::string>> found;
    char** const several = dataset.GetMetadata("SUBDATASETS");
    for (int n = 1;; ++n) {
        char const* const name = CSLFetchNameValue(several, fmt::format("SUBDATASET_{}_NAME", n).c_str());
        if (name == nullptr) break;
        std::string const whole = name;
        found.emplace_back(whole, whole.substr(whole.rfind(':') + 1));
    }
    if (!found.empty() || dataset.GetRasterCount() == 0) return found;
    char const* const variable = dataset.GetRasterBand(1)->GetMetadataItem("NETCDF_VARNAME");
    if (variable != nullptr) found.emplace_back(file.string(), variable);
    return found;
}

std::vector<RegisterRow> rows_of_netcdf(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                                        city::Projection const& projection) {
    auto const whole = open_raster(file);
    GisMessages const messages;
    std::vector<RegisterRow> rows;
    for (auto const& [name, variable] : variables_of(*whole, file)) {
        auto const dataset = open_raster(name);
        auto const attribute = [&, prefix = variable + "#"](std::string const& key) {
            char const* const value = dataset->GetMetadataItem((prefix + key).c_str());
            return std::string(value == nullptr ? "" : value);
        };
        RegisterRow row;
        row.at = fmt::format("{}, variable {}", file.string(), variable);
        row.source = attribute("source").empty() ? variable : attribute("source");
        row.reference = attribute("reference");
        row.evidence = attribute("evidence");
        validate(!attribute("pollutant").empty(), row.at, "has no attribute pollutant",
                 "name it: NOx, CO, PM25, …; a variable is what one source gives off of one pollutant");
        auto const units = attribute("units");
        validate(units == "kg m-2 s-1" || units == "kg m-2 year-1", row.at,
                 fmt::format("units = \"{}\" (must be kg m-2 s-1 or kg m-2 year-1)", units));
        for (char const* const item : {"sector", "name_vi", "height", "month", "weekday", "hour", "no2_share"})
            if (!attribute(item).empty()) rows.push_back(statement(row, item, attribute(item)));
        auto const grid = columns_of_grid(name, mesh, projection);
        double const kg_year = grid.total * (units == "kg m-2 s-1" ? seconds_per_year : 1);
        rows.push_back(
            statement(row, std::string(emission_column) + attribute("pollutant"), fmt::format("{}", kg_year)));
        row.place = {grid.columns};
        rows.push_back(row);
    }
    return rows;
}

}  // namespace

std::vector<RegisterRow> read_register(std::filesystem::path const& file, mesh::CityMesh const& mesh,
                                       city::Projection const& projection) {
    auto const kind = file.extension();
    if (kind == ".nc" || kind == ".nc4") return rows_of_netcdf(file, mesh, projection);
    if (kind == ".gpkg" || kind == ".geojson" || kind == ".json") return rows_of_layer(file, mesh, projection);
    return rows_of_table(file);
}

}  // namespace hacthanh::io::detail
