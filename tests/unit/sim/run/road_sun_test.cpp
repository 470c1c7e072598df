/// Sunlight alone, without ozone from outside, takes NO2 of the roads apart again on its way.

#include "sim/core/constants.hpp"
#include "sim/run/road_lines.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace hacthanh::run {
namespace {

TEST(RoadSun, WithoutOzoneSunlightAloneReacts) {
    enum Species : std::size_t { no, no2, o3 };
    city::City city;
    city::Road road;
    road.axis = {{300, 100}, {300, 500}};
    road.width_m = 7;
    city.roads = {road};
    auto const mesh = test::box(40, 30, 10, 20, 100, 3);
    state::InflowProfile weather;
    weather.wind_from_deg = 270;
    weather.friction_velocity = 0.3;
    weather.roughness_length = 0.3;
    weather.mixing_height = 800;
    weather.speed.assign(mesh.nz(), 2.5);
    auto const settle = [&](std::optional<double> radiation) {
        RoadLines lines(city, mesh, 1e-7, {{}, {}, {}});
        state::RoadSeries roads(1, 3);
        roads.emitted[no2] = {2e-4};
        roads.emitted[no] = {1e-5};  // whose age tells how long the light has shone
        lines.collect(roads, 10);
        state::ConcentrationField air(mesh, {"NO", "NO2", "O3"});
        std::optional<ReactingAir> reacting;
        if (radiation) reacting = ReactingAir{no, no2, o3, chemistry::rates_of(300, *radiation)};
        lines.settle(weather, {1e-12, 0, 0}, reacting, air, Parallel(1));
        return air;
    };
    auto const inert = settle({});
    auto const dark = settle(0);
    auto const sunny = settle(800);
    std::size_t const far = mesh.cell({36, 15, 0});  // 430 m behind
    EXPECT_EQ(dark.species[no2][far], inert.species[no2][far]);
    EXPECT_LT(sunny.species[no2][far], 0.97F * inert.species[no2][far]);
    EXPECT_GT(sunny.species[o3][far], 0);
}

}  // namespace
}  // namespace hacthanh::run
