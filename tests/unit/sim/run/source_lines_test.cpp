/// Sources beside the traffic with the line source: where they lie, what they add up to, and their plumes.

#include "sim/run/source_lines.hpp"

#include "sim/mesh/column_areas.hpp"
#include "sim/run/road_lines.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace hacthanh::run {
namespace {

class SourceLinesTest : public testing::Test {
protected:
    SourceLinesTest() {
        weather_.wind_from_deg = 270;
        weather_.friction_velocity = 0.3;
        weather_.roughness_length = 0.3;
        weather_.mixing_height = 800;
        weather_.speed.assign(mesh_.nz(), 2.5);
    }

    state::OtherSource kiln(std::size_t i, std::size_t j) const {
        state::OtherSource source = field(i, i, j, j);
        source.bottom_m = 6;
        source.top_m = 10;
        source.point = city::Point{mesh_.x_centre(i) + 3, mesh_.y_centre(j) - 4};
        return source;
    }
    /// Cells i0..i1 of rows j0..j1, evenly.
    state::OtherSource field(std::size_t i0, std::size_t i1, std::size_t j0, std::size_t j1) const {
        state::OtherSource source;
        source.bottom_m = 0;
        source.top_m = 2;
        double const share = 1.0 / static_cast<double>((i1 - i0 + 1) * (j1 - j0 + 1));
        for (std::size_t j = j0; j <= j1; ++j)
            for (std::size_t i = i0; i <= i1; ++i) source.columns.emplace_back(i + mesh_.nx() * j, share);
        return source;
    }
    state::ConcentrationField settle(std::vector<state::OtherSource> const& sources, double mass_kg) {
        RoadLines lines(city_, mesh_, 1e-7, {{0, 0, 0}}, sources);
        lines.collect(state::RoadSeries(0, 1), 10);
        lines.collect_sources(std::vector<std::vector<double>>(sources.size(), {mass_kg}));
        state::ConcentrationField air(mesh_, {"NOx"});
        EXPECT_EQ(lines.settle(weather_, {0}, {}, air, Parallel(2)), 10);
        return air;
    }

    city::City city_;
    mesh::CityMesh mesh_ = test::box(60, 40, 10, 20, 100, 3);
    state::InflowProfile weather_;
};

/// What the straight plume of an area carries through a line across the wind is what it emits, at any distance.
TEST_F(SourceLinesTest, AnAreaCarriesItsMassThroughEveryLineAcrossTheWind) {
    for (double const wind : {270.0, 230.0, 180.0}) {
        auto const lines = lines_of({field(10, 19, 12, 15)}, mesh_, wind);
        double emitted = 0;
        for (std::size_t n = 0; n < lines.pieces.size(); ++n) {
            auto const& piece = lines.pieces[n];
            emitted += lines.shares[n] * std::hypot(piece.to.x - piece.from.x, piece.to.y - piece.from.y);
        }
        EXPECT_NEAR(emitted, 1, 1e-12);
        dispersion::SurfaceLayer const air = dispersion::surface_layer(weather_);
        dispersion::LineSource const model(air, wind, lines.kinds, 1.5, {1e-7, false});
        dispersion::LinePlume const plume(air, lines.kinds[0]);
        double const angle = wind * std::numbers::pi / 180;
        city::Point const along{-std::sin(angle), -std::cos(angle)};
        double const distance = 1500;  // from the middle of the area; it is 200 m long
        std::vector<city::Point> places;
        constexpr double step = 5;
        for (double y = -3000; y <= 3000; y += step)
            places.push_back({300 + distance * along.x - y * along.y, 280 + distance * along.y + y * along.x});
        auto const found = model.concentrations(lines.pieces, lines.shares, 1, places, Parallel(1))[0];
        double carried = 0;
        for (double const value : found) carried += value * step;
        EXPECT_NEAR(carried, plume.crosswind_integral(distance, 1.5), 5e-3 * carried) << wind;
    }
}

/// A wide area in its middle: the answer hardly depends on the cells' size or the wind's direction to them.
TEST_F(SourceLinesTest, InTheMiddleOfAnAreaTheWindsDirectionToTheCellsMattersLittle) {
    auto const middle = [&](double wind) {
        weather_.wind_from_deg = wind;
        return static_cast<double>(settle({field(10, 29, 10, 29)}, 1).species[0][20 + mesh_.nx() * 20]);
    };
    double const west = middle(270);
    EXPECT_NEAR(middle(180), west, 1e-3 * west);
    EXPECT_NEAR(middle(250), west, 0.08 * west);
    EXPECT_NEAR(middle(225), west, 0.15 * west);  // the way to the border is longer, too
}

/// Cutting an area into parts, or drawing it as a grid of small squares, changes nothing, in it and beside it.
TEST_F(SourceLinesTest, PartsOfAnAreaAreTheArea) {
    city::Point const a{213, 247}, b{391, 268}, c{372, 402}, d{251, 377};
    auto const of = [&](std::vector<city::Polyline> const& rings) {
        std::vector<state::OtherSource> sources;
        std::vector<std::vector<double>> masses;
        for (auto const& ring : rings) {
            auto source = field(0, 0, 0, 0);
            source.columns.clear();
            double area = 0;
            auto const areas = mesh::column_areas({ring, {}}, mesh_);
            for (auto const& [column, part] : areas) area += part;
            for (auto const& [column, part] : areas) source.columns.emplace_back(column, part / area);
            sources.push_back(source);
            masses.push_back({1e-4 * area});
        }
        RoadLines lines(city_, mesh_, 1e-7, {{0, 0, 0}}, sources);
        lines.collect(state::RoadSeries(0, 1), 10);
        lines.collect_sources(masses);
        state::ConcentrationField air(mesh_, {"NOx"});
        lines.settle(weather_, {0}, {}, air, Parallel(2));
        return air;
    };
    city::Point const e{309, 247 + 21 * 96 / 178.0};  // between a and b
    for (double const wind : {270.0, 241.0, 195.0}) {
        weather_.wind_from_deg = wind;
        auto const whole = of({{a, b, c, d}});
        auto const cut = of({{a, e, d}, {e, b, c}, {e, c, d}});
        float highest = 0;
        for (std::size_t cell = 0; cell < mesh_.n_cells(); ++cell) highest = std::max(highest, whole.species[0][cell]);
        ASSERT_GT(highest, 0);
        for (std::size_t cell = 0; cell < mesh_.nx() * mesh_.ny(); ++cell)
            EXPECT_NEAR(cut.species[0][cell], whole.species[0][cell], 1e-4F * whole.species[0][cell] + 1e-7F * highest)
                << wind << " " << cell;
    }
    // one square of 37 m and its four quarters, none on the mesh's lines: most lie in one cell alone
    weather_.wind_from_deg = 255;
    auto const square = [](double x, double y, double side) {
        return city::Polyline{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
    };
    auto const one = of({square(311, 287, 37)});
    auto const four =
        of({square(311, 287, 18.5), square(329.5, 287, 18.5), square(311, 305.5, 18.5), square(329.5, 305.5, 18.5)});
    for (std::size_t cell = 0; cell < mesh_.nx() * mesh_.ny(); ++cell)
        EXPECT_NEAR(four.species[0][cell], one.species[0][cell], 1e-4F * one.species[0][cell] + 1e-16F) << cell;
}

/// Behind an area of some 4 x 4 cells the air is that of all its points: to 7 % of the highest from five cells on,
/// where the cells' blurred border still shows, to 2 % from fifty.
TEST_F(SourceLinesTest, FromAfarAnAreaIsTheSumOfItsPoints) {
    weather_.wind_from_deg = 248;
    city::Polygon const yard{{{213, 247}, {291, 258}, {282, 322}, {231, 307}}, {}};
    auto source = field(0, 0, 0, 0);
    source.columns.clear();
    double area = 0;
    auto const areas = mesh::column_areas(yard, mesh_);
    for (auto const& [column, part] : areas) area += part;
    for (auto const& [column, part] : areas) source.columns.emplace_back(column, part / area);
    auto const air = settle({source}, 1);
    auto const fine = test::box(600, 400, 10, 2, 100, 3);
    dispersion::RoadSource const kind{1, 2 / std::sqrt(12.0), 0, {}};
    dispersion::LineSource const model(dispersion::surface_layer(weather_), 248, {kind}, mesh_.z_centre(0),
                                       {1e-7, true});
    std::vector<dispersion::RoadPiece> points;
    std::vector<double> rates;
    for (auto const& [column, part] : mesh::column_areas(yard, fine)) {
        city::Point const at{fine.x_centre(column % 600), fine.y_centre(column / 600)};
        points.push_back({at, at, 0});
        rates.push_back(0.1 * part / area);
    }
    std::vector<city::Point> places;
    for (std::size_t cell = 0; cell < mesh_.nx() * mesh_.ny(); ++cell)
        places.push_back({mesh_.x_centre(cell % mesh_.nx()), mesh_.y_centre(cell / mesh_.nx())});
    auto const exact = model.concentrations(points, rates, 1, places, Parallel(2))[0];
    // of the highest at the same distance along the wind, in steps of a cell, from five cells behind the yard's border
    auto const along = [&](std::size_t cell) {
        double const angle = 248 * std::numbers::pi / 180;
        return -(places[cell].x - 254) * std::sin(angle) - (places[cell].y - 284) * std::cos(angle);
    };
    std::map<long, double> highest;
    auto const step = [&](std::size_t cell) { return static_cast<long>(along(cell) / 20); };
    for (std::size_t cell = 0; cell < places.size(); ++cell)
        highest[step(cell)] = std::max(highest[step(cell)], exact[cell]);
    std::map<long, double> worst;
    for (std::size_t cell = 0; cell < places.size(); ++cell)
        worst[step(cell)] =
            std::max(worst[step(cell)], std::abs(static_cast<double>(air.species[0][cell]) - exact[cell]));
    for (auto const& [at, value] : worst)
        if (at >= 7) {
            EXPECT_LT(value, (at < 50 ? 0.07 : 0.02) * highest[at]) << at;
        }
}

TEST_F(SourceLinesTest, CellsOfOneShareInARowAreOneLineAndNothingIsNothing) {
    EXPECT_EQ(lines_of({field(10, 19, 12, 15)}, mesh_, 270).pieces.size(), 4U);
    EXPECT_EQ(lines_of({field(10, 19, 12, 15)}, mesh_, 180).pieces.size(), 10U);
    auto uneven = field(10, 19, 12, 12);
    uneven.columns[4].second *= 2;
    EXPECT_EQ(lines_of({uneven}, mesh_, 270).pieces.size(), 3U);
    state::OtherSource outside = kiln(0, 0);
    outside.columns.clear();
    EXPECT_TRUE(lines_of({outside, outside}, mesh_, 270).pieces.empty());
}

TEST_F(SourceLinesTest, ThreadsDoNotMatter) {
    std::vector<state::OtherSource> const sources{field(10, 19, 12, 15), kiln(30, 20)};
    auto const with = [&](int threads) {
        RoadLines lines(city_, mesh_, 1e-4, {{0, 0, 0}}, sources);
        lines.collect(state::RoadSeries(0, 1), 10);
        lines.collect_sources({{1}, {2}});
        state::ConcentrationField air(mesh_, {"NOx"});
        lines.settle(weather_, {0}, {}, air, Parallel(threads));
        return air;
    };
    auto const one = with(1);
    auto const two = with(2);
    for (std::size_t cell = 0; cell < mesh_.n_cells(); ++cell) ASSERT_EQ(one.species[0][cell], two.species[0][cell]);
}

}  // namespace
}  // namespace hacthanh::run
