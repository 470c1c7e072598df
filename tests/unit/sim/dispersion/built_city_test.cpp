// Transport between buildings: the open mesh's promises hold with apertures, cut cells and closed cells.

#include "tests/support/built_city.hpp"
#include "sim/core/error.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_wind.hpp"
#include "tests/support/transport_cases.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

namespace hacthanh::test {
namespace {

constexpr city::Rectangle site{0, 0, 360, 300};

mesh::CityMesh open_mesh(double cell_size) {
    mesh::MeshOptions options;
    options.cell_size_m = cell_size;
    options.levels = 10;
    options.first_layer_m = 3;
    options.top_m = 60;
    return {site, options};
}

mesh::CityMesh town(double cell_size, unsigned seed) {
    return mesh::block_buildings(open_mesh(cell_size), random_city(site, 38, seed), {}, Parallel(1)).mesh;
}

/// Eddies between all walls, with mixing. @param kh, kz  diffusivities [m2/s]
state::Flow swirling(mesh::CityMesh const& mesh, double speed, unsigned seed, double kh, double kz) {
    auto flow = steady_flow(mesh, 0, 0, kz, kh);
    flow.wind = balanced_wind(mesh, speed, seed);
    return flow;
}

/// The value in all open cells.
void fill(state::ConcentrationField& field, float value) {
    auto& cells = field.species[0];
    for (std::size_t n = 0; n < cells.mesh().n_cells(); ++n) cells[n] = cells.mesh().is_open(n) ? value : 0.0F;
}

/// Least and most in open cells.
std::pair<float, float> range(state::ConcentrationField const& field) {
    auto const& cells = field.species[0];
    float least = std::numeric_limits<float>::infinity();
    float most = -least;
    for (std::size_t n = 0; n < cells.mesh().n_cells(); ++n) {
        if (!cells.mesh().is_open(n)) continue;
        least = std::min(least, cells[n]);
        most = std::max(most, cells[n]);
    }
    return {least, most};
}

bool nothing_in_walls(state::ConcentrationField const& field) {
    for (auto const& cells : field.species)
        for (std::size_t n = 0; n < cells.mesh().n_cells(); ++n)
            if (!cells.mesh().is_open(n) && cells[n] != 0) return false;
    return true;
}

struct Case {
    double cell_size;
    unsigned seed;
    double kh;
    double kz;
};

class BuiltCity : public testing::TestWithParam<Case> {
protected:
    mesh::CityMesh mesh = town(GetParam().cell_size, GetParam().seed);
    state::Flow flow = swirling(mesh, 5, GetParam().seed, GetParam().kh, GetParam().kz);
};

TEST_P(BuiltCity, AConstantStaysConstant) {
    Twin twin(mesh, flow);
    fill(twin.field, 1);
    auto const report = twin.advance(60);
    EXPECT_GE(report.steps, 8U);
    EXPECT_NEAR(range(twin.field).first, 1, 2e-6);
    EXPECT_NEAR(range(twin.field).second, 1, 2e-6);
    EXPECT_TRUE(nothing_in_walls(twin.field));
}

// The hardest field: every cell 1 or 2, and the walls, whose cells hold 0, must not be felt.
TEST_P(BuiltCity, MakesNoNewExtremesBesideWalls) {
    Twin twin(mesh, flow);
    std::mt19937 random(GetParam().seed);
    auto& cells = twin.field.species[0];
    for (std::size_t n = 0; n < mesh.n_cells(); ++n)
        cells[n] = mesh.is_open(n) ? 1.0F + static_cast<float>(random() % 2) : 0.0F;
    for (int call = 0; call < 10; ++call) {
        twin.advance(twin.model.longest_step_s() * (call % 3 + 0.99));
        ASSERT_GE(range(twin.field).first, 1 - 3e-6F) << call;
        ASSERT_LE(range(twin.field).second, 2 + 6e-6F) << call;
    }
    EXPECT_TRUE(nothing_in_walls(twin.field));
}

TEST_P(BuiltCity, KeepsTheMassBudget) {
    Twin twin(mesh, flow, {0.0, 0.02});
    std::mt19937 random(3);
    for (int source = 0; source < 40; ++source) {
        std::size_t const cell = random() % (2 * mesh.nx() * mesh.ny());
        if (mesh.is_open(cell))
            for (std::size_t s = 0; s < 2; ++s) twin.emission.species(s)[cell] = 1e-4 * (source + 1);
    }
    for (int call = 0; call < 20; ++call) {
        twin.advance(10);
        for (auto const& budget : twin.budget) ASSERT_LT(budget.relative_error(), 1e-6) << call;
    }
    EXPECT_TRUE(nothing_in_walls(twin.field));
    for (auto const& field : twin.field.species) EXPECT_GE(*std::ranges::min_element(field.values()), 0.0F);
    EXPECT_EQ(twin.budget[0].deposited, 0);
    EXPECT_GT(twin.budget[1].deposited, 0);
}

// Cut cells shorten the step to about half of the open mesh's, not to nothing.
TEST_P(BuiltCity, SmallCellsDoNotRuinTheStep) {
    Twin const built(mesh, flow);
    double fastest = 0;
    for (auto const speeds : {flow.wind.x(), flow.wind.y(), flow.wind.z()})
        for (double const speed : speeds) fastest = std::max(fastest, std::abs(speed));
    auto const open = open_mesh(GetParam().cell_size);
    Twin const straight(open, steady_flow(open, fastest, fastest, GetParam().kz, GetParam().kh));
    EXPECT_GT(built.model.longest_step_s(), 0.4 * straight.model.longest_step_s());
}

INSTANTIATE_TEST_SUITE_P(Towns, BuiltCity,
                         testing::Values(Case{4, 1, 0, 0}, Case{5, 2, 1.5, 1}, Case{10, 3, 0, 2}, Case{20, 4, 6, 1},
                                         Case{30, 5, 40, 3}));

// Through open sides: a constant comes in and goes out.
TEST(BuiltCityWithOpenSides, AConstantStaysConstant) {
    auto const mesh = town(10, 6);
    auto flow = swirling(mesh, 2, 6, 2, 1);
    std::size_t const layer = mesh.nx() * mesh.ny();
    std::size_t const k = mesh.nz() - 1;  // above the roofs
    for (std::size_t n = k * (mesh.nx() + 1) * mesh.ny(); n < flow.wind.x().size(); ++n) flow.wind.x()[n] += 4;
    ASSERT_TRUE(std::ranges::all_of(mesh.openness().cell.begin() + static_cast<std::ptrdiff_t>(k * layer),
                                    mesh.openness().cell.end(), [](std::uint8_t open) { return open == 255; }));
    Twin twin(mesh, flow);
    fill(twin.field, 1);
    twin.inflow = {1.0};
    twin.start();
    twin.advance(60);
    EXPECT_NEAR(range(twin.field).first, 1, 2e-6);
    EXPECT_NEAR(range(twin.field).second, 1, 2e-6);
    EXPECT_GT(twin.budget[0].outflow, 0);
}

// One column, half of its ground built on, no wind: only the open half takes up what lies on it.
TEST(Deposition, TakesPlaceOnOpenGroundOnly) {
    auto const open = open_mesh(10);
    auto const built = mesh::block_buildings(
                           open, std::vector{box_building(100, 100, 110, 105, 3), box_building(200, 200, 240, 240, 9)},
                           {}, Parallel(1))
                           .mesh;
    double const velocity = 0.05;
    Twin twin(built, steady_flow(built, 0, 0), {velocity});
    fill(twin.field, 1);
    double const step = 1;
    twin.advance(step);
    double const whole = 1 / (1 + velocity * step / 3);
    EXPECT_NEAR(twin.field.species[0].at({5, 5, 0}), whole, 1e-6);
    EXPECT_NEAR(twin.field.species[0].at({10, 10, 0}), whole, 1e-6) << "half the air over half the ground";
    EXPECT_EQ(twin.field.species[0].at({21, 21, 0}), 0);
    EXPECT_EQ(twin.field.species[0].at({21, 21, 3}), 1) << "nothing on roofs";
    double const ground = site.width() * site.height() - 10 * 5 - 40 * 40;
    EXPECT_NEAR(twin.budget[0].deposited, velocity * step * whole * ground, 1e-3 * velocity * ground);
}

TEST(BuiltCity, EmissionInsideAWallIsRefused) {
    auto const built =
        mesh::block_buildings(open_mesh(10), std::vector{box_building(100, 100, 140, 140, 9)}, {}, Parallel(1));
    Twin twin(built.mesh, steady_flow(built.mesh, 0, 0));
    twin.emission.species(0)[built.mesh.cell({11, 11, 0})] = 1;
    try {
        twin.advance(10);
        FAIL() << "no error";
    } catch (SolverError const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("i = 11, j = 11, k = 0"));
    }
}

}  // namespace
}  // namespace hacthanh::test
