#include "sim/mesh/city_plan.hpp"

#include "sim/mesh/detail/footprint.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace hacthanh::mesh {
namespace {

constexpr double covers_most = 0.5;
constexpr double least_cover = 1e-6;  ///< rounding leaves slivers of area

/// Calls visit(column, covered fraction) for the columns under a polygon.
template <class Visit>
void visit_columns(city::Building const& prism, CityMesh const& mesh, Visit const& visit) {
    detail::Footprint const footprint(prism, mesh);
    if (!footprint.meets(mesh)) return;
    auto const last = static_cast<double>(mesh.ny());
    auto const south = static_cast<std::size_t>(std::clamp(std::floor(footprint.y_min), 0.0, last));
    auto const north = static_cast<std::size_t>(std::clamp(std::ceil(footprint.y_max), 0.0, last));
    detail::FootprintRow row;
    for (std::size_t j = south; j < north; ++j) {
        detail::clip_to_row(footprint, mesh, j, 0.0, row);
        for (std::size_t n = 0; n < row.size(); ++n)
            if (row.area[n] > least_cover) visit(j * mesh.nx() + row.first + n, std::min(row.area[n], 1.0));
    }
}

void add_buildings(CityPlan& plan, city::City const& city, CityMesh const& mesh) {
    std::vector<double> built(plan.cover.size(), 0.0);
    std::vector<double> height(plan.cover.size(), 0.0);
    for (city::Building const& building : city.buildings)
        visit_columns(building, mesh, [&](std::size_t column, double fraction) {
            built[column] += fraction;
            height[column] += fraction * building.height_m;
        });
    for (std::size_t n = 0; n < built.size(); ++n) {
        plan.built_fraction[n] = static_cast<float>(std::min(built[n], 1.0));
        if (built[n] > 0) plan.building_height[n] = static_cast<float>(height[n] / built[n]);
    }
}

std::int8_t choose_cover(std::array<float, city::all_area_kinds.size()> const& fractions) {
    for (std::size_t kind = 0; kind < fractions.size(); ++kind)
        if (static_cast<double>(fractions[kind]) >= covers_most) return cover_code(city::all_area_kinds[kind]);
    auto const most = std::max_element(fractions.begin(), fractions.end());
    if (*most <= 0) return 0;
    return cover_code(city::all_area_kinds[static_cast<std::size_t>(most - fractions.begin())]);
}

void add_areas(CityPlan& plan, city::City const& city, CityMesh const& mesh) {
    std::vector<std::array<float, city::all_area_kinds.size()>> fractions(plan.cover.size());
    city::Building prism;
    prism.height_m = 1;
    for (city::Area const& area : city.areas) {
        if (area.shape.outer.size() < 3) continue;
        prism.id = area.id;
        prism.footprint = area.shape;
        visit_columns(prism, mesh, [&](std::size_t column, double fraction) {
            fractions[column][static_cast<std::size_t>(area.kind)] += static_cast<float>(fraction);
        });
    }
    std::transform(fractions.begin(), fractions.end(), plan.cover.begin(), choose_cover);
}

}  // namespace

CityPlan make_city_plan(city::City const& city, CityMesh const& mesh) {
    std::size_t const n = mesh.nx() * mesh.ny();
    CityPlan plan{std::vector<float>(n, 0.0F), std::vector<float>(n, std::numeric_limits<float>::quiet_NaN()),
                  std::vector<std::int8_t>(n, 0)};
    add_buildings(plan, city, mesh);
    if (!city.areas.empty()) add_areas(plan, city, mesh);
    return plan;
}

}  // namespace hacthanh::mesh
