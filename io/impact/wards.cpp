#include "io/impact/wards.hpp"

#include "io/gis.hpp"
#include "sim/city/contains.hpp"
#include "sim/core/error.hpp"

#include <algorithm>
#include <memory>

namespace hacthanh::io {

std::vector<Ward> read_wards(std::filesystem::path const& file, ResultGrid const& grid) {
    auto const dataset = open_vector(file);
    GisMessages const messages;
    OGRLayer* const layer = dataset->GetLayer(0);
    validate(layer != nullptr && layer->GetLayerDefn()->GetFieldIndex("name") >= 0, file.string(),
             "holds no polygons with a column \"name\"", "name every ward");
    std::unique_ptr<OGRCoordinateTransformation> transformation;
    if (layer->GetSpatialRef() != nullptr && !grid.crs_wkt.empty()) {
        OGRSpatialReference from = *layer->GetSpatialRef();
        from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        OGRSpatialReference to;
        to.importFromWkt(grid.crs_wkt.c_str());
        to.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        transformation.reset(OGRCreateCoordinateTransformation(&from, &to));
    }
    std::vector<Ward> wards;
    for (auto const& feature : *layer) {
        OGRGeometry* const geometry = feature->GetGeometryRef();
        if (geometry == nullptr || (transformation && geometry->transform(transformation.get()) != OGRERR_NONE))
            continue;
        Ward ward{feature->GetFieldAsString("name"), {}};
        if (wkbFlatten(geometry->getGeometryType()) == wkbPolygon)
            ward.parts.push_back(to_polygon(*geometry->toPolygon()));
        if (wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon)
            for (auto const* part : *geometry->toMultiPolygon()) ward.parts.push_back(to_polygon(*part));
        if (!ward.parts.empty()) wards.push_back(std::move(ward));
    }
    validate(!wards.empty(), file.string(), "holds no polygon", "give the wards as polygons");
    return wards;
}

bool assign_wards(impact::Places& places, std::vector<Ward> const& wards, ResultGrid const& grid) {
    places.wards.clear();
    for (auto const& ward : wards) places.wards.push_back(ward.name);
    places.ward.assign(places.size(), -1);
    for (std::size_t i = 0; i < places.size(); ++i) {
        city::Point const p{places.at[i].x - grid.network_offset_x, places.at[i].y - grid.network_offset_y};
        for (std::size_t w = 0; w < wards.size() && places.ward[i] < 0; ++w)
            if (std::ranges::any_of(wards[w].parts, [&](city::Polygon const& part) { return city::contains(part, p); }))
                places.ward[i] = static_cast<int>(w);
    }
    return std::ranges::any_of(places.ward, [](int ward) { return ward >= 0; });
}

}  // namespace hacthanh::io
