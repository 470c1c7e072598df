#include "sim/dispersion/own_response.hpp"

#include "sim/dispersion/finite_volume_transport.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

namespace hacthanh::dispersion {
namespace {

/// What a steady source of 1 kg/s adds to its own cell, by the transport itself.
double transported(state::Flow const& flow, mesh::CityMesh const& mesh, std::size_t column) {
    Parallel const parallel(2);
    FiniteVolumeTransport transport({}, flow, mesh, {{}}, parallel);
    state::ConcentrationField air(mesh, {"X"});
    state::EmissionField emission(mesh, 1, 1);
    emission.duration_s = 600;
    emission.species(0)[column] = 600;
    for (int n = 0; n < 3; ++n) transport.advance(air, emission, {0.0}, 600);
    return static_cast<double>(air.species[0][column]);
}

/// The column's balance against the transport: within 30 %, from strong wind to nearly none, straight and oblique.
TEST(OwnResponseTest, IsNearTheTransportsOwn) {
    auto const mesh = test::box(21, 21, 12, 20, 120, 3);
    std::size_t const column = 10 * 21 + 10;
    struct Case {
        double u, v, kz, kh;
    };
    std::vector<double> const source{1.0};
    for (auto const& c : {Case{3, 0, 1, 0.5}, Case{1, 0, 0.5, 0.5}, Case{1, 1, 0.5, 1}, Case{0.3, 0.1, 0.2, 5}}) {
        auto const flow = test::steady_flow(mesh, c.u, c.v, c.kz, c.kh);
        double const ours = own_response(flow, mesh, column, source);
        double const theirs = transported(flow, mesh, column);
        EXPECT_NEAR(ours / theirs, 1, 0.30) << c.u << " " << c.v;
    }
}

/// Without wind and mixing upwards, only what leaves to the side counts: q / (u area).
TEST(OwnResponseTest, OfOneLayerIsTheInverseOfItsVentilation) {
    auto const mesh = test::box(5, 5, 4, 20, 40);
    auto const flow = test::steady_flow(mesh, 2, 0);
    std::vector<double> const source{1.0};
    EXPECT_NEAR(own_response(flow, mesh, 12, source), 1 / (2.0 * 20 * 10), 1e-12);
}

/// All that is set free leaves the column to the side: losses times concentrations add up to the source.
TEST(OwnResponseTest, MixingUpwardsLowersIt) {
    auto const mesh = test::box(5, 5, 8, 20, 80, 3);
    std::vector<double> const source{1.0};
    double const still = own_response(test::steady_flow(mesh, 2, 0, 0.0), mesh, 12, source);
    double const mixed = own_response(test::steady_flow(mesh, 2, 0, 1.0), mesh, 12, source);
    double const strongly = own_response(test::steady_flow(mesh, 2, 0, 1e6), mesh, 12, source);
    EXPECT_LT(mixed, still);
    EXPECT_NEAR(strongly, 1 / (2.0 * 20 * 80), 1e-3 * strongly) << "the whole column is one cell";
    std::vector<double> const aloft{0.0, 1.0};
    EXPECT_GT(own_response(test::steady_flow(mesh, 2, 0, 1.0), mesh, 12, aloft), 0);
}

}  // namespace
}  // namespace hacthanh::dispersion
