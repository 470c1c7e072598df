#include "io/import/road_conflicts.hpp"

#include "io/geos.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace hacthanh::io {
namespace {

constexpr double least_length_m = 0.5;  ///< a touched corner is no conflict

}  // namespace

std::vector<RoadConflict> road_conflicts(city::City const& city, double clearance_m, ImportLog& log) {
    Geos const geos;
    std::vector<Geometry> shapes;
    for (auto const& building : city.buildings)
        shapes.push_back(geos.polygon(building.base_m < clearance_m ? building.footprint : city::Polygon{}));
    GeometryIndex const index(geos, shapes);
    std::vector<RoadConflict> conflicts;
    std::set<std::size_t> met;
    for (auto const& road : city.roads) {
        if (road.internal) continue;
        auto const axis = geos.line(road.axis);
        RoadConflict conflict{road.name, 0, 0};
        for (std::size_t i : index.near(*axis)) {
            if (!geos.intersects(*axis, *shapes[i])) continue;
            double const length = geos.length(*geos.intersection(*axis, *shapes[i]));
            if (length < least_length_m) continue;
            conflict.length_m += length;
            ++conflict.n_buildings;
            if (met.insert(i).second) log.count("buildings_over_roads", city.buildings[i].id);
        }
        if (conflict.n_buildings == 0) continue;
        log.count("roads_through_buildings", road.name);
        conflicts.push_back(std::move(conflict));
    }
    std::stable_sort(conflicts.begin(), conflicts.end(),
                     [](auto const& a, auto const& b) { return a.length_m > b.length_m; });
    return conflicts;
}

void check_roads_meet_buildings(city::City const& city, ImportLog& log) {
    if (city.buildings.empty()) return;
    city::Rectangle box{1e300, 1e300, -1e300, -1e300};
    for (auto const& building : city.buildings)
        for (city::Point p : building.footprint.outer)
            box = {std::min(box.x_min, p.x), std::min(box.y_min, p.y), std::max(box.x_max, p.x),
                   std::max(box.y_max, p.y)};
    double inside = 0;
    double all = 0;
    for (auto const& road : city.roads)
        for (std::size_t i = 0; i + 1 < road.axis.size(); ++i) {
            city::Point const a = road.axis[i];
            city::Point const b = road.axis[i + 1];
            double const length = std::hypot(b.x - a.x, b.y - a.y);
            all += length;
            inside += box.contains({(a.x + b.x) / 2, (a.y + b.y) / 2}) ? length : 0;
        }
    validate(
        inside > 0, "buildings",
        fmt::format("the roads ({:.0f} to {:.0f}, {:.0f} to {:.0f} m) lie outside the buildings ({:.0f} to {:.0f}, "
                    "{:.0f} to {:.0f} m)",
                    city.road_extent.x_min, city.road_extent.x_max, city.road_extent.y_min, city.road_extent.y_max,
                    box.x_min, box.x_max, box.y_min, box.y_max),
        "are both of the same city, and is the reference system right?");
    if (inside < 0.5 * all)
        log.warn(fmt::format("only {:.0f} % of the roads' length lies in the area with buildings", 100 * inside / all));
}

}  // namespace hacthanh::io
