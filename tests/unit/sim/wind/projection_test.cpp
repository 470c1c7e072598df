// What the projection promises for any city: closed cells and walls, sealed air at rest, clear refusals.

#include "sim/wind/projection.hpp"

#include "sim/core/error.hpp"
#include "tests/support/wind_cases.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::test {
namespace {

using wind::Projection;
using wind::ProjectionOptions;

bool in_block(mesh::CellIndex c) { return c.i >= 6 && c.i < 10 && c.j >= 5 && c.j < 11 && c.k < 4; }

double largest(std::vector<double> const& values) {
    double most = 0;
    for (double value : values) most = std::max(most, std::abs(value));
    return most;
}

void expect_closed(state::WindField const& wind) {
    auto const flux = border_flux(wind);
    EXPECT_LE(largest(flux_sums(wind)), 1e-12 * flux.in);
    EXPECT_LE(std::abs(flux.in - flux.out), 1e-10 * flux.in);
}

TEST(Projection, LeavesUniformWindInAnEmptyDomainAsItIs) {
    auto const mesh = open_mesh(9, 7, 5, 10, 60, 4);
    Parallel const parallel(1);
    auto wind = log_wind(mesh, 3, -2);
    auto const before = wind;
    auto const report = Projection(mesh, {}, parallel).project(wind);
    EXPECT_EQ(report.iterations, 0);
    EXPECT_TRUE(std::ranges::equal(wind.x(), before.x()));
    EXPECT_TRUE(std::ranges::equal(wind.y(), before.y()));
    EXPECT_TRUE(std::ranges::equal(wind.z(), before.z()));
}

TEST(Projection, ClosesTheFluxesAroundABlock) {
    auto const mesh = with_solid(open_mesh(20, 17, 11, 5, 80, 3), in_block);
    Parallel const parallel(2);
    for (bool open_lid : {true, false}) {
        auto wind = log_wind(mesh, 4, 2);
        auto const report = Projection(mesh, {.open_lid = open_lid}, parallel).project(wind);
        expect_closed(wind);
        EXPECT_LE(report.relative_residual, 1e-6);
        EXPECT_LE(report.cell_imbalance, 1e-12);
        EXPECT_LE(report.total_imbalance, 1e-10);
        EXPECT_GT(report.inflow, 0);
        EXPECT_EQ(report.cells, mesh.n_cells());
        EXPECT_EQ(report.air_cells, mesh.n_cells() - 4 * 6 * 4);
        EXPECT_EQ(report.sealed_cells, 0U);
    }
}

TEST(Projection, ClosedFacesCarryExactlyNothing) {
    auto const mesh = with_solid(open_mesh(20, 17, 11, 5, 80, 3), in_block);
    Parallel const parallel(1);
    auto wind = log_wind(mesh, 4, 2);
    for (double& speed : wind.z()) speed = 0.3;
    Projection(mesh, {.open_lid = false}, parallel).project(wind);
    std::size_t const layer = mesh.nx() * mesh.ny();
    std::size_t leaks = 0;
    for (std::size_t f = 0; f < wind.x().size(); ++f) leaks += mesh.x_aperture(f) == 0 && wind.x()[f] != 0;
    for (std::size_t f = 0; f < wind.y().size(); ++f) leaks += mesh.y_aperture(f) == 0 && wind.y()[f] != 0;
    for (std::size_t f = 0; f < wind.z().size(); ++f) {
        bool const closed = mesh.z_aperture(f) == 0 || f < layer || f >= layer * mesh.nz();
        leaks += closed && wind.z()[f] != 0;
    }
    EXPECT_EQ(leaks, 0U);
}

// A courtyard with a roof: four walls, a lid, and air within.
TEST(Projection, SealedAirStandsStill) {
    auto const shell = [](mesh::CellIndex c) {
        bool const box = c.i >= 5 && c.i < 10 && c.j >= 5 && c.j < 10 && c.k < 4;
        bool const inner = c.i >= 6 && c.i < 9 && c.j >= 6 && c.j < 9 && c.k < 3;
        return box && !inner;
    };
    auto const mesh = with_solid(open_mesh(16, 15, 9, 5, 60, 4), shell);
    Parallel const parallel(1);
    auto wind = log_wind(mesh, 4, 2);
    auto const report = Projection(mesh, {}, parallel).project(wind);
    EXPECT_EQ(report.sealed_cells, 27U);
    expect_closed(wind);
    EXPECT_EQ(wind.x()[wind.x_face(7, 7, 1)], 0);
    EXPECT_EQ(wind.y()[wind.y_face(7, 7, 1)], 0);
    EXPECT_EQ(wind.z()[wind.z_face(7, 7, 1)], 0);
}

TEST(Projection, WallAcrossTheDomainStopsTheWind) {
    auto const mesh = with_solid(open_mesh(16, 12, 8, 5, 40), [](mesh::CellIndex c) { return c.i == 8; });
    Parallel const parallel(1);
    auto wind = log_wind(mesh, 4, 0);
    Projection(mesh, {.open_lid = false}, parallel).project(wind);
    expect_closed(wind);
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j) EXPECT_EQ(wind.x()[wind.x_face(8, j, k)], 0);
    EXPECT_LT(std::abs(wind.x()[wind.x_face(7, 6, 4)]), 0.5 * 4);
}

TEST(Projection, NarrowGapsAndThinCellsAreNoTrouble) {
    auto const plain = open_mesh(18, 18, 10, 4, 60, 2);
    auto openness = all_open(plain);
    for (std::size_t f = 0; f < openness.x_face.size(); f += 3) openness.x_face[f] = 1;
    for (std::size_t f = 0; f < openness.y_face.size(); f += 5) openness.y_face[f] = 1;
    for (std::size_t f = plain.nx() * plain.ny(); f < openness.z_face.size(); f += 7) openness.z_face[f] = 1;
    mesh::CityMesh const mesh(plain, std::move(openness));
    Parallel const parallel(1);
    auto wind = log_wind(mesh, 4, 2);
    Projection(mesh, {.alpha_ratio = 0.3}, parallel).project(wind);
    expect_closed(wind);
}

TEST(Projection, RefusesAirThatIsShutIn) {
    auto const mesh = with_solid(open_mesh(8, 8, 5, 5, 30),
                                 [](mesh::CellIndex c) { return c.i == 0 || c.i == 7 || c.j == 0 || c.j == 7; });
    Parallel const parallel(1);
    EXPECT_NO_THROW(Projection(mesh, {}, parallel));
    EXPECT_THROW(Projection(mesh, {.open_lid = false}, parallel), InputError);
    auto const solid = with_solid(open_mesh(4, 4, 4, 5, 30), [](mesh::CellIndex) { return true; });
    EXPECT_THROW(Projection(solid, {}, parallel), InputError);
}

TEST(Projection, RefusesOptionsOutOfRange) {
    auto const mesh = open_mesh(4, 4, 4, 5, 30);
    Parallel const parallel(1);
    EXPECT_THROW(Projection(mesh, {.alpha_ratio = 0}, parallel), InputError);
    EXPECT_THROW(Projection(mesh, {.relative_residual = 0}, parallel), InputError);
    EXPECT_THROW(Projection(mesh, {.alpha_ratio = std::numeric_limits<double>::quiet_NaN()}, parallel), InputError);
}

TEST(Projection, NamesTheCellOfABrokenFirstGuess) {
    auto const mesh = open_mesh(6, 6, 4, 5, 30);
    Parallel const parallel(1);
    auto wind = log_wind(mesh, 4, 2);
    wind.x()[wind.x_face(3, 2, 1)] = std::numeric_limits<double>::quiet_NaN();
    try {
        Projection(mesh, {}, parallel).project(wind);
        FAIL() << "no refusal";
    } catch (SolverError const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("not a number"));
    }
}

TEST(Projection, CalmAirStaysCalm) {
    auto const mesh = with_solid(open_mesh(20, 17, 11, 5, 80, 3), in_block);
    Parallel const parallel(1);
    auto wind = log_wind(mesh, 0, 0);
    auto const report = Projection(mesh, {}, parallel).project(wind);
    EXPECT_EQ(report.relative_residual, 0);
    EXPECT_EQ(report.inflow, 0);
    EXPECT_TRUE(std::ranges::all_of(wind.x(), [](double speed) { return speed == 0; }));
}

}  // namespace
}  // namespace hacthanh::test
