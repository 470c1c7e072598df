#include "io/gis.hpp"
#include "io/import/assemble.hpp"
#include "io/import/cityjson.hpp"
#include "io/import/network_copy.hpp"
#include "io/import/osm_tags.hpp"
#include "io/reproject.hpp"
#include "io/sumo_network.hpp"
#include "io/sumo_polygons.hpp"
#include "sim/core/error.hpp"
#include "sim/core/temporary_folder.hpp"

#include <fmt/format.h>

#include <utility>

namespace hacthanh::io {
namespace {

/// The tags of a polygon: polyconvert keeps all as parameters, or only the type "building.school".
TagLookup lookup(SumoPolygon const& polygon) {
    return [&polygon](std::string_view key) -> std::string_view {
        auto const found = polygon.parameters.find(std::string(key));
        if (found != polygon.parameters.end()) return found->second;
        std::string_view const type = polygon.type;
        auto const dot = type.find('.');
        if (type.substr(0, dot) != key) return {};
        return dot == std::string_view::npos ? "yes" : type.substr(dot + 1);
    };
}

void take_polygons(std::filesystem::path const& file, city::Projection const& projection,
                   std::vector<Footprint>& footprints, std::vector<city::Area>& areas, ImportLog& log) {
    auto const polygons = read_sumo_polygons(file, {projection.offset_x_m, projection.offset_y_m});
    std::optional<ToNetwork> from_degrees;
    for (auto const& polygon : polygons) {
        auto ring = polygon.ring;
        if (polygon.geo) {
            if (!from_degrees) from_degrees.emplace(make_reference("EPSG:4326", ""), projection, file.string());
            from_degrees->apply(ring);
        }
        auto const tag = lookup(polygon);
        if (is_building(tag)) {
            Footprint footprint;
            footprint.id = polygon.id;
            footprint.parts = {{std::move(ring), {}}};
            read_building_tags(tag, footprint, log);
            log.count("buildings_read", "");
            footprints.push_back(std::move(footprint));
        } else if (auto const kind = area_kind(tag)) {
            log.count("areas_read", "");
            areas.push_back({polygon.id,
                             kind->first,
                             {std::move(ring), {}},
                             kind->second,
                             std::string(tag("name")),
                             city::Mark::sourced});
        }
    }
    if (footprints.empty()) log.warn(fmt::format("{}: holds no polygon of type building", file.string()));
}

std::vector<Footprint> read_cityjson_footprints(std::filesystem::path const& file, city::City const& city,
                                                GisFootprintSettings const& settings, ImportLog& log) {
    auto content = read_cityjson(file, log);
    std::string const crs = settings.crs.empty() ? content.crs : settings.crs;
    validate(!crs.empty() || !city.projection.known(), file.string(), "names no reference system",
             "give it with --buildings-crs (EPSG:… or network)");
    std::optional<OGRSpatialReference> source;
    if (!crs.empty() && crs != "network") source = make_reference(crs, file.string());
    ToNetwork const to_network(source, city.projection, file.string());
    for (auto& footprint : content.buildings) to_network.apply(footprint.parts);
    validate(!content.buildings.empty(), file.string(), "holds no building with faces below LoD 3");
    return std::move(content.buildings);
}

bool is_cityjson(std::filesystem::path const& file) {
    auto const name = file.filename().string();
    return name.ends_with(".city.json") || name.ends_with(".cityjson") || file.extension() == ".json";
}

}  // namespace

ImportReport import_sumo(SumoImport const& source, ImportSettings const& settings) {
    check_output(settings);
    ImportReport report;
    TemporaryFolder const work("hacthanh-import");
    copy_network(source.network, work / "network.net.xml", report.log);
    report.content.network = work / "network.net.xml";
    auto& city = report.content.city;
    city = read_sumo_network(report.content.network);
    if (report.log["unknown_vehicle_classes"] > 0)
        report.log.warn(fmt::format("{} names of vehicle classes that SUMO 1.15 does not know were taken out of {}",
                                    report.log["unknown_vehicle_classes"], source.network.string()));
    add_source(report, settings, {"network", "", "", "", "unknown", "", city::Mark::sourced}, source.network);
    std::vector<Footprint> footprints;
    std::vector<city::Area> areas;
    if (!source.polygons.empty()) {
        take_polygons(source.polygons, city.projection, footprints, areas, report.log);
        for (char const* part : {"buildings", "areas"})
            add_source(report, settings, {part, "", "", "", "unknown", "", city::Mark::sourced}, source.polygons);
    }
    if (!source.buildings.empty()) {
        if (!footprints.empty())
            report.log.warn(fmt::format("{} buildings of {} are replaced by those of {}", footprints.size(),
                                        source.polygons.string(), source.buildings.string()));
        footprints = is_cityjson(source.buildings)
                         ? read_cityjson_footprints(source.buildings, city, source.gis, report.log)
                         : read_gis_footprints(source.buildings, city, source.gis, report.log);
        std::erase_if(report.content.about.sources, [](auto const& known) { return known.part == "buildings"; });
        add_source(report, settings, {"buildings", "", "", "", "unknown", "", city::Mark::sourced}, source.buildings);
    }
    assemble(report, settings, std::move(footprints), std::move(areas), std::nullopt);
    return report;
}

}  // namespace hacthanh::io
