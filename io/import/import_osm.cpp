#include "io/geos.hpp"
#include "io/gis.hpp"
#include "io/import/assemble.hpp"
#include "io/import/network_copy.hpp"
#include "io/import/osm_file.hpp"
#include "io/reproject.hpp"
#include "io/sumo_network.hpp"
#include "sim/core/error.hpp"
#include "sim/core/temporary_folder.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr double crown_radius_m = 2.5;  ///< of a street tree, where nothing is said
constexpr char const* osm_licence = "ODbL 1.0";
constexpr char const* osm_citation = "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright";

/// Trees as areas: discs and strips as wide as a crown.
void add_trees(std::vector<TreeRow> const& trees, ToNetwork const& to_network, std::vector<city::Area>& areas) {
    Geos const geos;
    for (auto const& row : trees) {
        auto line = row.line;
        if (line.empty()) continue;
        to_network.apply(line);
        auto const shape = line.size() == 1 ? geos.point(line.front()) : geos.line(line);
        for (auto& polygon : geos.polygons(*geos.buffer(*shape, crown_radius_m)))
            areas.push_back({row.id, city::AreaKind::trees, std::move(polygon),
                             row.line.size() == 1 ? "natural=tree" : "natural=tree_row", "", city::Mark::derived});
    }
}

/// The box in network coordinates, with points between its corners since its sides are not straight there.
city::Polygon projected_box(GeoBox const& box, ToNetwork const& to_network) {
    constexpr int n = 10;
    city::Polygon polygon;
    auto const side = [&](double x0, double y0, double x1, double y1) {
        for (int i = 0; i < n; ++i) polygon.outer.push_back({x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n});
    };
    side(box.west, box.south, box.east, box.south);
    side(box.east, box.south, box.east, box.north);
    side(box.east, box.north, box.west, box.north);
    side(box.west, box.north, box.west, box.south);
    to_network.apply(polygon.outer);
    return polygon;
}

constexpr GeoBox whole_world{-180, -90, 180, 90};

void check_box(GeoBox const& box) {
    validate(box.west < box.east && box.south < box.north && box.west >= -180 && box.east <= 180 && box.south >= -90 &&
                 box.north <= 90,
             "--bbox",
             fmt::format("{},{},{},{} (must be west,south,east,north in degrees, west < east, south < north)", box.west,
                         box.south, box.east, box.north));
}

}  // namespace

ImportReport import_osm(OsmImport const& source, ImportSettings const& settings) {
    check_output(settings);
    if (source.box) check_box(*source.box);
    ImportReport report;
    TemporaryFolder const work("hacthanh-import");
    auto const asked = source.box || source.clip ? source.box : std::optional(whole_world);
    auto content = read_osm(source.file, asked, work / "roads.osm", report.log);
    auto const command = netconvert_command(
        work / "roads.osm", work / "raw.net.xml",
        {source.left_hand, asked && !source.box ? std::nullopt : content.box, source.netconvert_options});
    report.netconvert = fmt::format("{}", fmt::join(command, " "));
    run_netconvert(command, work / "netconvert.log", report.log);
    copy_network(work / "raw.net.xml", work / "network.net.xml", report.log);
    report.content.network = work / "network.net.xml";
    report.content.city = read_sumo_network(report.content.network);
    ToNetwork const to_network(make_reference("EPSG:4326", ""), report.content.city.projection, source.file.string());
    for (auto& footprint : content.buildings) to_network.apply(footprint.parts);
    for (auto& area : content.areas) {
        to_network.apply(area.shape.outer);
        for (auto& hole : area.shape.holes) to_network.apply(hole);
    }
    add_trees(content.trees, to_network, content.areas);
    std::optional<city::Polygon> clip;
    if (content.box && !(asked && !source.box)) clip = projected_box(*content.box, to_network);
    for (char const* part : {"network", "buildings", "areas"})
        add_source(report, settings, {part, "OpenStreetMap", "", "", osm_licence, osm_citation, city::Mark::sourced},
                   source.file);
    assemble(report, settings, std::move(content.buildings), std::move(content.areas), clip);
    std::error_code ignored;
    std::filesystem::copy_file(work / "netconvert.log", settings.output / "netconvert.log",
                               std::filesystem::copy_options::overwrite_existing, ignored);
    return report;
}

}  // namespace hacthanh::io
