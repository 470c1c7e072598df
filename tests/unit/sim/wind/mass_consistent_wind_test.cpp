// Wind around buildings from end to end: what must hold for any city.

#include "sim/wind/mass_consistent_wind.hpp"

#include "sim/core/error.hpp"
#include "sim/wind/make_wind_solver.hpp"
#include "tests/support/wind_around.hpp"
#include "tests/support/wind_cases.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::test {
namespace {

using state::FlowZone;

bool all_finite(state::Flow const& flow) {
    auto const finite = [](auto const& values) {
        return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
    };
    return finite(flow.wind.x()) && finite(flow.wind.y()) && finite(flow.wind.z()) &&
           finite(flow.turbulence.vertical_diffusivity.z()) && finite(flow.turbulence.horizontal_diffusivity.values());
}

void expect_sound(SolvedCity const& city) {
    auto const& wind = city.solution.flow.wind;
    EXPECT_TRUE(all_finite(city.solution.flow));
    auto const border = border_flux(wind);
    for (double sum : flux_sums(wind)) ASSERT_LE(std::abs(sum), 1e-12 * border.in);
    EXPECT_LE(std::abs(border.in - border.out), 1e-10 * border.in);
    auto const& mesh = *city.mesh;
    for (std::size_t f = 0; f < wind.x().size(); ++f) ASSERT_TRUE(mesh.x_aperture(f) > 0 || wind.x()[f] == 0);
    for (std::size_t f = 0; f < wind.y().size(); ++f) ASSERT_TRUE(mesh.y_aperture(f) > 0 || wind.y()[f] == 0);
    for (std::size_t f = 0; f < wind.z().size(); ++f) ASSERT_TRUE(mesh.z_aperture(f) > 0 || wind.z()[f] == 0);
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
        ASSERT_EQ(city.solution.zones[cell] == FlowZone::solid, !mesh.is_open(cell));
}

std::size_t count(SolvedCity const& city, FlowZone zone) {
    return static_cast<std::size_t>(std::ranges::count(city.solution.zones.values(), zone));
}

/// Three by three cubes of 10 m with streets of 10 m in the middle of 160 m x 160 m.
std::vector<city::Building> cubes() {
    std::vector<city::Building> city;
    for (double y : {56.0, 76.0, 96.0})
        for (double x : {56.0, 76.0, 96.0}) city.push_back(box_building(x, y, x + 10, y + 10, 10));
    return city;
}

TEST(MassConsistentWind, AnyCityGivesBalancedFluxesAndNothingThroughWalls) {
    auto const mesh = open_mesh(60, 60, 20, 3, 90, 3);
    for (double from : {270.0, 200.0, 33.0})
        expect_sound(solve_city(mesh, random_city({40, 40, 140, 140}, 20, 7), from, 15));
}

TEST(MassConsistentWind, EveryZoneAppearsInAnArrayAndEachCellHasOne) {
    auto const city = solve_city(open_mesh(80, 80, 20, 2, 40), cubes(), 270, 10);
    expect_sound(city);
    EXPECT_GT(count(city, FlowZone::open), 0U);
    EXPECT_GT(count(city, FlowZone::resolved), 0U);
    EXPECT_GT(count(city, FlowZone::canyon), 0U);
    EXPECT_EQ(count(city, FlowZone::solid), 9U * 5 * 5 * 5);
    // the middle of a canyon blows back near the ground and forward at the roof
    EXPECT_EQ(city.solution.zones.at({35, 40, 0}), FlowZone::canyon);
    EXPECT_LT(city.at(0, {35, 40, 0}), -0.05);
    EXPECT_GT(city.at(0, {35, 40, 6}), 0.3);
}

TEST(MassConsistentWind, BlocksBelowThreeCellsGetNoVortices) {
    auto const city = solve_city(open_mesh(16, 16, 12, 10, 60, 5), cubes(), 270, 10);
    expect_sound(city);
    EXPECT_EQ(count(city, FlowZone::resolved), 0U);
    EXPECT_EQ(count(city, FlowZone::canyon), 0U);
    EXPECT_GT(count(city, FlowZone::canopy), 0U);
    EXPECT_LT(city.at(0, {8, 8, 0}), 0.8 * city.at(0, {0, 8, 0})) << "the canopy slows";
}

TEST(MassConsistentWind, TheSameBitsForOneAndTwoThreads) {
    auto const mesh = open_mesh(60, 60, 20, 3, 90, 3);
    auto const buildings = random_city({40, 40, 140, 140}, 20, 3);
    auto const one = solve_city(mesh, buildings, 250, 15, 1);
    auto const two = solve_city(mesh, buildings, 250, 15, 2);
    EXPECT_TRUE(std::ranges::equal(one.solution.flow.wind.x(), two.solution.flow.wind.x()));
    EXPECT_TRUE(std::ranges::equal(one.solution.flow.wind.z(), two.solution.flow.wind.z()));
    EXPECT_TRUE(std::ranges::equal(one.solution.flow.turbulence.vertical_diffusivity.z(),
                                   two.solution.flow.turbulence.vertical_diffusivity.z()));
    EXPECT_TRUE(std::ranges::equal(one.solution.zones.values(), two.solution.zones.values()));
}

/// Turns a point of a square of side `size` by 90 degrees counter-clockwise about its middle.
city::Point turned(city::Point p, double size) { return {size - p.y, p.x}; }

// West wind on a city must look like south wind on the city turned by 90 degrees: (u, v) -> (-v, u).
TEST(MassConsistentWind, TurningCityAndWindBy90DegreesTurnsTheResult) {
    std::size_t const n = 48;
    double const size = 2.5 * n;
    auto const mesh = open_mesh(n, n, 24, 2.5, 60);
    std::vector<city::Building> city = {box_building(40, 35, 60, 50, 12.5), box_building(40, 60, 60, 85, 17.5),
                                        box_building(75, 40, 85, 80, 10), box_building(20, 55, 27.5, 75, 7.5)};
    city.push_back(box_building(0, 0, 1, 1, 15));  // an L
    city.back().footprint.outer = {{90, 50}, {105, 50}, {105, 57.5}, {97.5, 57.5}, {97.5, 70}, {90, 70}};
    auto rotated_city = city;
    for (auto& building : rotated_city)
        for (auto& corner : building.footprint.outer) corner = turned(corner, size);
    for (double from : {270.0, 231.0}) {
        auto const first = solve_city(mesh, city, from, 10);
        auto const second = solve_city(mesh, rotated_city, from - 90, 10);
        double worst = 0;
        std::size_t other_zone = 0;
        for (std::size_t k = 0; k < mesh.nz(); ++k)
            for (std::size_t j = 0; j < n; ++j)
                for (std::size_t i = 0; i < n; ++i) {
                    mesh::CellIndex const here{i, j, k};
                    mesh::CellIndex const there{n - 1 - j, i, k};
                    worst = std::max({worst, std::abs(first.at(0, here) - second.at(1, there)),
                                      std::abs(first.at(1, here) + second.at(0, there)),
                                      std::abs(first.at(2, here) - second.at(2, there))});
                    other_zone += first.solution.zones.at(here) != second.solution.zones.at(there);
                }
        EXPECT_EQ(other_zone, 0U) << from;
        EXPECT_LT(worst, 2e-5) << from << ": the solver stops at a relative residual of 1e-6";
    }
}

TEST(MassConsistentWind, AClosedCourtyardIsStill) {
    auto const mesh = open_mesh(40, 40, 16, 2.5, 60, 2.5);
    std::vector<city::Building> city = {box_building(35, 35, 65, 65, 15)};
    city[0].footprint.holes.push_back(reversed(box_building(45, 45, 55, 55, 15).footprint.outer));
    city.push_back(box_building(45, 45, 55, 55, 15, 10));  // a roof over the yard
    auto const solved = solve_city(mesh, city, 240, 15);
    expect_sound(solved);
    EXPECT_EQ(solved.at(0, {19, 19, 1}), 0);
    EXPECT_EQ(solved.solution.zones.at({19, 19, 1}), FlowZone::solid) << "the mesh closes air that nothing reaches";
}

TEST(MassConsistentWind, AWallAcrossTheDomainIsClimbed) {
    auto const mesh = open_mesh(40, 20, 16, 2.5, 60, 2.5);
    auto const solved = solve_city(mesh, {box_building(45, -10, 55, 60, 10)}, 270, 10);
    expect_sound(solved);
    EXPECT_GT(solved.at(2, {16, 10, 3}), 0.05);
    EXPECT_GT(solved.at(0, {20, 10, 6}), 0.5);
}

TEST(MassConsistentWind, NoOpenFaceIsRefused) {
    auto const mesh = open_mesh(10, 10, 6, 5, 30);
    EXPECT_THROW(solve_city(mesh, {box_building(-10, -10, 60, 60, 40)}, 270, 10), InputError);
}

TEST(MassConsistentWind, WithoutBuildingsTheProfileIsLeftAlone) {
    auto const solved = solve_city(open_mesh(12, 10, 8, 10, 80, 5), {}, 270, 10);
    auto const profile = neutral_profile(*solved.mesh, 10, 270);
    for (std::size_t k = 0; k < solved.mesh->nz(); ++k) EXPECT_DOUBLE_EQ(solved.at(0, {5, 4, k}), profile.speed[k]);
}

TEST(MakeWindSolver, RefusesWhatItCannotDo) {
    auto const mesh = with_solid(open_mesh(10, 10, 6, 5, 30), [](mesh::CellIndex c) { return c.i == 4 && c.k == 0; });
    Parallel const parallel(1);
    for (char const* model : {"uniform", "les"}) {
        wind::WindOptions options;
        options.model = model;
        EXPECT_THROW(wind::make_wind_solver(options, mesh, {}, 0.8, parallel), InputError);
    }
    EXPECT_TRUE(wind::is_building_aware({}, mesh));
    EXPECT_FALSE(wind::is_building_aware({}, open_mesh(10, 10, 6, 5, 30)));
}

}  // namespace
}  // namespace hacthanh::test
