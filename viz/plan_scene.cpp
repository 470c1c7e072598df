#include "viz/plan_scene.hpp"

#include "viz/detail/map_cover.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/detail/result_roads.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::viz {
namespace {

/// Highest roof of a city without any [m]: the colour scale needs an end.
constexpr double lowest_scale_m = 10;

void summarize(MapSummary& summary, mesh::CityPlan const& plan) {
    double volume = 0;
    double area = 0;
    summary.min = std::numeric_limits<double>::infinity();
    for (std::size_t n = 0; n < plan.built_fraction.size(); ++n) {
        if (std::isnan(plan.building_height[n])) continue;
        auto const height = static_cast<double>(plan.building_height[n]);
        summary.min = std::min(summary.min, height);
        summary.max = std::max(summary.max, height);
        volume += height * static_cast<double>(plan.built_fraction[n]);
        area += static_cast<double>(plan.built_fraction[n]);
    }
    summary.mean = area > 0 ? volume / area : std::numeric_limits<double>::quiet_NaN();
    if (area == 0) summary.min = summary.max = summary.mean;
}

}  // namespace

ResultMap make_plan_map(io::ResultReader const& result, MapRequest const& request) {
    auto const& grid = result.grid();
    ResultMap map;
    map.scene.width = request.width;
    map.scene.height = request.height;
    map.scene.smooth = false;
    map.scene.extent = detail::grid_extent(grid);
    map.scene.roads = detail::map_roads(result);
    map.scene.cover = detail::ground_cover(result);
    map.scene.colours.quantity = {"Height of buildings", "Chiều cao nhà"};
    map.scene.colours.unit = Text::same("m");
    map.scene.colours.map = request.colour_map;
    map.summary.quantity = std::string("building_height");
    map.summary.unit = "m";
    map.summary.time_name = std::string("plan");
    auto const plan = result.city_plan();
    if (plan) {
        map.scene.field = MapField{map.scene.extent, grid.nx(), grid.ny(), plan->building_height};
        summarize(map.summary, *plan);
    }
    map.scene.colours.range = request.range;
    if (!request.range && !(map.summary.max > 0)) map.scene.colours.range = ValueRange{0, lowest_scale_m};
    map.summary.range = colour_range(map.scene);
    map.scene.colours.range = map.summary.range;
    detail::add_plan_labels(map, result, plan);
    return map;
}

}  // namespace hacthanh::viz
