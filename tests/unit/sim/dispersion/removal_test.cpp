// First-order loss and settling.

#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/built_wind.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::test {
namespace {

using dispersion::Removal;

TEST(Loss, IsTheExponentialOfTime) {
    auto const mesh = box(8, 6, 5, 20, 60, 4);
    auto flow = steady_flow(mesh, 0, 0, 2, 3);
    add_eddies(flow, mesh, 2);
    double const rate = 2e-3;
    Twin twin({{}, {0, 0, rate}}, mesh, flow);
    for (auto& species : twin.field.species)
        for (float& value : species.values()) value = 1e-6F;
    twin.start();
    for (int call = 0; call < 30; ++call) twin.advance(20);
    EXPECT_NEAR(twin.field.species[0][17] / 1e-6F, 1, 2e-6);
    double const left = std::exp(-rate * 600);
    EXPECT_NEAR(twin.mass(1) / twin.budget[1].initial, left, 2e-6);
    EXPECT_NEAR(-twin.budget[1].chemistry / twin.budget[1].initial, 1 - left, 2e-6);
    EXPECT_EQ(twin.budget[0].chemistry, 0);
    EXPECT_LT(twin.budget[1].relative_error(), 1e-6);
}

/// Mean height of the mass [m].
double height(Twin const& twin) {
    auto const& cells = twin.field.species[0];
    auto const& mesh = cells.mesh();
    double sum = 0, mass = 0;
    for (std::size_t n = 0; n < mesh.n_cells(); ++n) {
        std::size_t const k = n / (mesh.nx() * mesh.ny());
        double const part = static_cast<double>(cells[n]) * mesh.layer_thickness(k);
        sum += part * mesh.z_centre(k);
        mass += part;
    }
    return sum / mass;
}

TEST(Settling, ACloudFallsAtItsSpeed) {
    auto const mesh = box(4, 4, 40, 20, 200);
    double const speed = 0.3;
    Twin twin({{speed, speed, 0}}, mesh, steady_flow(mesh, 0, 0));
    for (std::size_t n = 0; n < 16; ++n) twin.field.species[0][35 * 16 + n] = 1e-6F;
    twin.start();
    double const start = height(twin);
    for (int n = 0; n < 100; ++n) twin.advance(2);
    EXPECT_NEAR(start - height(twin), speed * 200, 0.01);
    EXPECT_LT(twin.budget[0].deposited, 1e-6 * twin.budget[0].initial);
    for (float value : twin.field.species[0].values()) EXPECT_GE(value, 0.0F);
    EXPECT_LT(twin.budget[0].relative_error(), 1e-6);
}

// In a step a ten-millionth falls out of the highest layer, about the last digit of a float, and all of its cells round
// alike.
TEST(Settling, OutOfAUniformFieldIsBookedAsItWasRounded) {
    auto const mesh = box(8, 8, 6, 20, 240);
    Twin twin({{2e-6, 2e-6, 0}, {3e-6, 2e-6, 1e-8}}, mesh, steady_flow(mesh, 0, 0, 0));
    for (auto& species : twin.field.species)
        for (float& value : species.values()) value = 3.5e-8F;
    twin.start();
    for (int n = 0; n < 300; ++n) twin.advance(3.3);
    for (auto const& budget : twin.budget) {
        EXPECT_GT(budget.deposited, 0);
        EXPECT_LT(budget.relative_error(), 2e-8);
    }
}

TEST(Settling, EverythingLandsInTheEndWhateverTheStep) {
    auto const mesh = box(4, 4, 10, 20, 100, 3);
    Twin twin({{0.5, 0.5, 0}}, mesh, steady_flow(mesh, 0, 0, 1));
    for (float& value : twin.field.species[0].values()) value = 1e-6F;
    twin.start();
    for (int n = 0; n < 20; ++n) twin.advance(1e4);
    EXPECT_NEAR(twin.budget[0].deposited / twin.budget[0].initial, 1, 1e-6);
    EXPECT_LT(twin.budget[0].relative_error(), 1e-6);
}

// In well-mixed air the ground takes v_d c, of which v_s c settles: the column's equation, first order in time.
TEST(Settling, IsContainedInTheDepositionVelocity) {
    auto const mesh = box(4, 4, 2, 10, 20);
    Twin twin({{0.05, 0.02, 0}, {0.05, 0, 0}}, mesh, steady_flow(mesh, 0, 0, 1e7));
    for (auto& species : twin.field.species)
        for (float& value : species.values()) value = 1.0F;
    twin.start();
    for (int n = 0; n < 400; ++n) twin.advance(1);
    EXPECT_NEAR(twin.budget[0].deposited / twin.budget[1].deposited, 1, 1e-3);
}

TEST(Settling, LandsOnRoofsAndClosesTheBudgetBetweenBuildings) {
    city::Rectangle const site{0, 0, 360, 300};
    mesh::MeshOptions options;
    options.cell_size_m = 12;
    options.levels = 10;
    options.first_layer_m = 3;
    options.top_m = 60;
    auto const mesh =
        mesh::block_buildings(mesh::CityMesh(site, options), random_city(site, 38, 5), {}, Parallel(1)).mesh;
    auto flow = steady_flow(mesh, 0, 0, 2, 2);
    flow.wind = balanced_wind(mesh, 3, 5);
    Twin twin({{0.1, 0.1, 0}, {0.1, 0.02, 1e-4}}, mesh, flow);
    for (auto& species : twin.field.species)
        for (std::size_t n = 0; n < mesh.n_cells(); ++n) species[n] = mesh.is_open(n) ? 1e-6F : 0.0F;
    twin.start();
    twin.advance(1);
    // Per second and kg/m3 falls 0.1 m3 on every square metre, roof or ground; a cell that a roof cuts in half counts
    // half.
    double const plan = site.width() * site.height();
    EXPECT_NEAR(twin.budget[0].deposited / (1e-6 * 0.1 * plan), 0.95, 0.05);
    for (int call = 0; call < 10; ++call) twin.advance(20);
    for (std::size_t s = 0; s < 2; ++s) {
        EXPECT_LT(twin.budget[s].relative_error(), 1e-6);
        for (std::size_t n = 0; n < mesh.n_cells(); ++n) {
            ASSERT_GE(twin.field.species[s][n], 0.0F);
            if (!mesh.is_open(n)) {
                ASSERT_EQ(twin.field.species[s][n], 0.0F);
            }
        }
    }
}

}  // namespace
}  // namespace hacthanh::test
