#include "sim/mesh/city_plan.hpp"

#include "tests/support/built_city.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

namespace hacthanh::mesh {
namespace {

CityMesh flat_mesh() {
    MeshOptions options;
    options.cell_size_m = 10;
    options.levels = 2;
    options.first_layer_m = 5;
    options.top_m = 20;
    return {{0, 0, 100, 60}, options};
}

city::Area area(city::AreaKind kind, double x_min, double y_min, double x_max, double y_max) {
    city::Area made;
    made.kind = kind;
    made.shape = test::box_building(x_min, y_min, x_max, y_max, 1).footprint;
    return made;
}

TEST(CityPlan, HoldsTheAreaOfTheBuildingsAndTheirMeanHeight) {
    city::City city;
    city.buildings = {test::box_building(12, 12, 17, 18, 30), test::box_building(17, 12, 19, 18, 9)};
    CityPlan const plan = make_city_plan(city, flat_mesh());
    EXPECT_NEAR(plan.built_fraction[11], 0.42, 1e-6);
    EXPECT_NEAR(plan.building_height[11], (30 * 30 + 12 * 9) / 42.0, 1e-5);
    EXPECT_EQ(std::accumulate(plan.built_fraction.begin(), plan.built_fraction.end(), 0.0F), plan.built_fraction[11]);
    EXPECT_TRUE(std::isnan(plan.building_height[10]));
}

TEST(CityPlan, KeepsTheAreaOfAnyCity) {
    city::City city;
    city.buildings = test::random_city({0, 0, 100, 60}, 20, 7);
    CityPlan const plan = make_city_plan(city, flat_mesh());
    double given = 0;
    for (auto const& building : city.buildings) {
        auto const ring_area = [](city::Polyline const& ring) {
            double twice = 0;
            for (std::size_t n = 0; n < ring.size(); ++n) {
                auto const& a = ring[n];
                auto const& b = ring[(n + 1) % ring.size()];
                twice += a.x * b.y - b.x * a.y;
            }
            return std::abs(twice) / 2;
        };
        given += ring_area(building.footprint.outer);
        for (auto const& hole : building.footprint.holes) given -= ring_area(hole);
    }
    double held = 0;
    for (float fraction : plan.built_fraction) held += 100 * static_cast<double>(fraction);
    EXPECT_NEAR(held, given, 1e-5 * given);
}

TEST(CityPlan, NamesWaterBeforeLandUse) {
    city::City city;
    city.areas = {area(city::AreaKind::residential, 0, 0, 100, 60), area(city::AreaKind::water, 0, 0, 20, 60),
                  area(city::AreaKind::green, 20, 0, 23, 60)};
    CityPlan const plan = make_city_plan(city, flat_mesh());
    EXPECT_EQ(cover_kind(plan.cover[0]), city::AreaKind::water);
    EXPECT_EQ(cover_kind(plan.cover[2]), city::AreaKind::residential);
    EXPECT_EQ(cover_kind(plan.cover[9]), city::AreaKind::residential);
}

TEST(CityPlan, LeavesUnknownGroundUnknown) {
    city::City city;
    city.areas = {area(city::AreaKind::trees, 0, 0, 3, 10)};
    CityPlan const plan = make_city_plan(city, flat_mesh());
    EXPECT_EQ(cover_kind(plan.cover[0]), city::AreaKind::trees);
    EXPECT_EQ(plan.cover[1], 0);
    EXPECT_FALSE(cover_kind(plan.cover[1]));
}

}  // namespace
}  // namespace hacthanh::mesh
