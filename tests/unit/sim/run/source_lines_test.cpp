/// Sources beside the traffic with the line source: where they lie, what they add up to, and their plumes.

#include "sim/run/source_lines.hpp"

#include "sim/run/road_lines.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
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

/// A chimney is the point plume, straight and meandering, of its height, depth and cell, added up over its cell by
/// hand.
TEST_F(SourceLinesTest, APointIsThePlumeOfItsHeightAndCell) {
    auto const air = settle({kiln(10, 20)}, 0.02);
    dispersion::LinePlume const plume(dispersion::surface_layer(weather_), {8, 4 / std::sqrt(12.0), 20 / 4.3, {}});
    double const z = mesh_.z_centre(0);
    std::size_t compared = 0;
    for (std::size_t cell = 0; cell < mesh_.nx() * mesh_.ny(); ++cell) {
        double const y = mesh_.y_centre(cell / mesh_.nx()) - 410;
        double straight = 0;
        double around = 0;
        constexpr int parts = 200;
        for (int part = 0; part < parts; ++part) {
            double const x = mesh_.x_centre(cell % mesh_.nx()) - (200 + 20 * (part + 0.5) / parts);
            double const r = std::hypot(x, y);
            if (x > 0) straight += (1 - plume.meander_share(x)) * plume.concentration(x, y, z) / parts;
            around += plume.meander_share(r) * plume.meander_concentration(r, z) / parts;
        }
        double const expected = 0.02 / 10 * (straight + around);
        EXPECT_NEAR(air.species[0][cell], expected, 2e-3 * expected + 1e-14) << cell;
        if (straight > around) ++compared;
    }
    EXPECT_GT(compared, 100U);
}

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
