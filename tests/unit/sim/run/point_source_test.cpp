/// Sources at a point with the line source: they stand where they stand, whatever cell that is.

#include "sim/run/road_lines.hpp"
#include "sim/run/source_lines.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::run {
namespace {

constexpr double bottom = 4;
constexpr double top = 9;

state::InflowProfile weather(double wind_from_deg) {
    state::InflowProfile air;
    air.wind_from_deg = wind_from_deg;
    air.friction_velocity = 0.3;
    air.roughness_length = 0.3;
    air.mixing_height = 800;
    air.speed.assign(3, 2.5);
    return air;
}

state::OtherSource kiln(city::Point at, mesh::CityMesh const& mesh) {
    state::OtherSource source;
    source.point = at;
    source.bottom_m = bottom;
    source.top_m = top;
    auto const i = static_cast<std::size_t>(at.x / mesh.cell_size());
    auto const j = static_cast<std::size_t>(at.y / mesh.cell_size());
    source.columns = {{i + mesh.nx() * j, 1.0}};
    return source;
}

/// The Gaussian plume of a point, written down apart: straight and meandering, reflected at ground and lid.
double closed_form(dispersion::LinePlume const& plume, double lid, city::Point from, city::Point at, double z,
                   double wind_from_deg) {
    double const angle = wind_from_deg * std::numbers::pi / 180;
    double const x = -(at.x - from.x) * std::sin(angle) - (at.y - from.y) * std::cos(angle);
    double const y = (at.x - from.x) * std::cos(angle) - (at.y - from.y) * std::sin(angle);
    auto const over_height = [&](double sigma_z, double height) {
        double sum = 0;
        for (int j = -3; j <= 3; ++j)
            sum += std::exp(-0.5 * std::pow((z - height + 2 * j * lid) / sigma_z, 2)) +
                   std::exp(-0.5 * std::pow((z + height + 2 * j * lid) / sigma_z, 2));
        return sum / (std::sqrt(2 * std::numbers::pi) * sigma_z);
    };
    double const height = 0.5 * (bottom + top);
    double sum = 0;
    if (x > 0) {
        auto const s = plume.spread(x);
        sum += (1 - plume.meander_share(x)) * std::exp(-0.5 * y * y / (s.sigma_y * s.sigma_y)) /
               (std::sqrt(2 * std::numbers::pi) * s.sigma_y * s.speed) * over_height(s.sigma_z, height);
    }
    double const r = std::hypot(x, y);
    auto const s = plume.spread(r);
    return sum + plume.meander_share(r) / (2 * std::numbers::pi * std::hypot(r, 1.0) * s.speed) *
                     over_height(s.sigma_z, height);
}

TEST(PointSource, IsTheClosedGaussianOfItsPlaceAndHeightOffTheCellsCentre) {
    auto const mesh = test::box(30, 20, 10, 40, 100, 3);
    city::Point const at{407.3, 391.9};  // its cell's centre is (420, 380)
    double const deep = (top - bottom) / std::sqrt(12.0);
    for (double const wind : {270.0, 233.0, 20.0}) {
        auto const lines = lines_of({kiln(at, mesh)}, mesh, wind);
        ASSERT_EQ(lines.pieces.size(), 1U);
        ASSERT_TRUE(lines.pieces[0].is_point());
        EXPECT_EQ(lines.shares[0], 1);
        auto const air = dispersion::surface_layer(weather(wind));
        dispersion::LineSource const model(air, wind, lines.kinds, 1.5, {1e-7, true});
        dispersion::LinePlume const plume(air, {0.5 * (bottom + top), deep, deep, {}});
        for (double const dx : {-160.0, -13.0, 12.7, 31.0, 140.0, 900.0})
            for (double const dy : {-70.0, -11.9, 3.0, 28.0}) {
                city::Point const place{at.x + dx, at.y + dy};
                double const expected = closed_form(plume, air.mixing_height, at, place, 1.5, wind);
                ASSERT_GT(expected, 0);
                EXPECT_NEAR(model.integral(lines.pieces[0], place), expected, 1e-10 * expected) << dx << " " << dy;
            }
    }
}

/// The map: at the middle of every cell the plume of the kiln's own place, by the kernels of both precisions.
TEST(PointSource, TheMapIsThatPlumeInTheMiddleOfEveryCell) {
    auto const mesh = test::box(30, 20, 3, 40, 100, 3);
    city::City const city;
    city::Point const at{407.3, 391.9};
    double const deep = (top - bottom) / std::sqrt(12.0);
    double const wind = 255;
    for (double const tolerance : {1e-7, 1e-3}) {
        RoadLines lines(city, mesh, tolerance, {{0, 0, 0}}, {kiln(at, mesh)});
        lines.collect(state::RoadSeries(0, 1), 10);
        lines.collect_sources({{0.02}});
        state::ConcentrationField air(mesh, {"NOx"});
        ASSERT_EQ(lines.settle(weather(wind), {0}, {}, air, Parallel(2)), 10);
        auto const layer = dispersion::surface_layer(weather(wind));
        dispersion::LinePlume const plume(layer, {0.5 * (bottom + top), deep, deep, {}});
        std::vector<double> expected;
        for (std::size_t cell = 0; cell < mesh.nx() * mesh.ny(); ++cell) {
            city::Point const place{mesh.x_centre(cell % mesh.nx()), mesh.y_centre(cell / mesh.nx())};
            expected.push_back(0.002 * closed_form(plume, layer.mixing_height, at, place, mesh.z_centre(0), wind));
        }
        double const highest = *std::ranges::max_element(expected);
        EXPECT_GT(highest, 1e-7);
        for (std::size_t cell = 0; cell < expected.size(); ++cell)
            EXPECT_NEAR(air.species[0][cell], expected[cell], 1e-4 * expected[cell] + tolerance * highest) << cell;
    }
}

TEST(PointSource, MovesTheAirWithinItsCell) {
    auto const mesh = test::box(30, 20, 3, 40, 100, 3);
    city::City const city;
    auto const behind = [&](city::Point at) {
        RoadLines lines(city, mesh, 1e-7, {{0, 0, 0}}, {kiln(at, mesh)});
        lines.collect(state::RoadSeries(0, 1), 10);
        lines.collect_sources({{0.02}});
        state::ConcentrationField air(mesh, {"NOx"});
        lines.settle(weather(270), {0}, {}, air, Parallel(1));
        return static_cast<double>(air.species[0].at({11, 9, 0}));
    };
    double const in_line = behind({405, 380});
    EXPECT_LT(behind({405, 362}), 0.5 * in_line) << "18 m to the side, 55 m off";
    EXPECT_GT(std::abs(behind({435, 380}) / in_line - 1), 0.1) << "30 m nearer";
}

TEST(PointSource, OffTheMeshIsLeftOut) {
    auto const mesh = test::box(30, 20, 3, 40, 100, 3);
    auto source = kiln({5, 5}, mesh);
    source.point = city::Point{-5, 5};
    source.columns.clear();
    EXPECT_TRUE(lines_of({source}, mesh, 270).pieces.empty());
}

}  // namespace
}  // namespace hacthanh::run
