/// Mixing that changes from cell to cell, and columns that are partly built over.

#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hacthanh::test {
namespace {

/// Mixing on one side of a cell, a steep slope on the other: both together take more from it than either is allowed
/// alone, so the step must know of both.
TEST(UnevenMixing, NothingTurnsNegativeWhereMixingAndASteepSlopeMeet) {
    auto const mesh = box(30, 3, 2, 10, 20);
    auto flow = steady_flow(mesh, 1, 0);
    for (std::size_t c = 0; c < mesh.n_cells(); c += 3) flow.turbulence.horizontal_diffusivity[c] = 5.8F;
    Twin twin(mesh, flow);
    auto& air = twin.field.species[0];
    for (std::size_t c = 0; c < mesh.n_cells(); ++c) {
        double const rising[3] = {0, 1, 4};
        air[c] = static_cast<float>(rising[c % 3]);
    }
    dispersion::FiniteVolumeTransport model({}, flow, mesh, {{}}, Parallel(1));
    EXPECT_GT(model.longest_step_s(), 6);
    twin.advance(model.longest_step_s());
    for (std::size_t c = 0; c < mesh.n_cells(); ++c) ASSERT_GE(air[c], 0) << c % mesh.nx();
}

/// Half of a column is a house: half the air, half the openings, so it mixes up and down as fast as the open one.
TEST(UnevenMixing, ACourtMixesAsFastAsOpenAir) {
    Parallel const parallel(1);
    auto const mesh =
        mesh::block_buildings(box(6, 6, 5, 10, 50), std::vector{box_building(20, 20, 25, 30, 60)}, {}, parallel).mesh;
    std::size_t const court = 2 + 2 * mesh.nx(), open = 4 + 4 * mesh.nx(), layer = mesh.nx() * mesh.ny();
    ASSERT_NEAR(mesh.free_volume_fraction(court), 0.5, 0.01);
    auto const flow = steady_flow(mesh, 0, 0, 2);
    Twin twin(mesh, flow);
    auto& air = twin.field.species[0];
    air[court] = air[open] = 1;
    for (int n = 0; n < 10; ++n) twin.advance(5);
    EXPECT_LT(air[open], 0.8F);
    for (std::size_t k = 0; k < mesh.nz(); ++k) EXPECT_NEAR(air[court + k * layer], air[open + k * layer], 2e-3) << k;
}

}  // namespace
}  // namespace hacthanh::test
