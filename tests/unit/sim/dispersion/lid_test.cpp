/// Air that sinks through the lid brings what is outside, and what rises through it is gone.

#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

namespace hacthanh::test {
namespace {

/// Sinks through the lid with `speed` and leaves to both sides along x, or the other way round; fluxes balance.
state::Flow sinking(mesh::CityMesh const& mesh, double speed) {
    auto flow = steady_flow(mesh, 0, 0);
    auto const& z = mesh.z_faces();
    double const width = mesh.extent().width();
    for (std::size_t k = 0; k <= mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                if (i < mesh.nx()) flow.wind.z()[flow.wind.z_face(i, j, k)] = -speed * z[k] / z.back();
                if (k < mesh.nz())
                    flow.wind.x()[flow.wind.x_face(i, j, k)] =
                        speed / z.back() * (static_cast<double>(i) * mesh.cell_size() - 0.5 * width);
            }
    return flow;
}

TEST(Lid, SinkingAirBringsTheBackground) {
    auto const mesh = box(12, 3, 6, 10, 60);
    Twin twin(mesh, sinking(mesh, 1));
    twin.inflow = {2.0};
    for (int n = 0; n < 60; ++n) twin.advance(10);  // ten times the height over the speed
    for (std::size_t c = 0; c < mesh.n_cells(); ++c) ASSERT_NEAR(twin.field.species[0][c], 2, 1e-3) << c;
    EXPECT_NEAR(twin.budget[0].inflow, 2.0 * 120 * 30 * 600, 1e-4 * twin.budget[0].inflow);
    EXPECT_LT(twin.budget[0].relative_error(), 1e-6);
}

TEST(Lid, RisingAirTakesWhatItHolds) {
    auto const mesh = box(12, 3, 6, 10, 60);
    Twin twin(mesh, sinking(mesh, -1));
    for (std::size_t c = 0; c < mesh.n_cells(); ++c) twin.field.species[0][c] = 3;
    twin.start();
    double const before = twin.mass();
    for (int n = 0; n < 60; ++n) twin.advance(10);
    EXPECT_LT(twin.mass(), 1e-3 * before);
    EXPECT_EQ(twin.budget[0].inflow, 0);
    EXPECT_NEAR(twin.budget[0].outflow, before, 2e-3 * before);
}

}  // namespace
}  // namespace hacthanh::test
