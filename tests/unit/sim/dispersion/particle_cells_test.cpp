/// What particles know of the wind's cells: axes of the turbulence, lifetimes, apertures and kinds of faces.

#include "sim/dispersion/detail/particle_cells.hpp"

#include "sim/dispersion/detail/particle_kernels.hpp"
#include "sim/dispersion/particle_transport.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace hacthanh::dispersion::detail {
namespace {

constexpr double along = 0.9, across = 0.6, up = 0.4, dissipation = 0.02, c0 = 4.6;

state::ParticleTurbulence turbulence_of(mesh::CityMesh const& mesh) {
    auto const field = [&](double value) {
        return mesh::CellField<float>(mesh, "x", "m s-1", static_cast<float>(value));
    };
    return {field(along), field(across), field(up), field(dissipation)};
}

AlignedArray<CellRecord> records_of(mesh::CityMesh const& mesh, state::WindField const& wind, double from_deg) {
    double const angle = from_deg * std::numbers::pi / 180;
    return particle_cells(wind, turbulence_of(mesh), -std::sin(angle), -std::cos(angle), c0, mesh, Parallel(1));
}

/// In a wind from the west the stronger fluctuations lie along x, from the south along y; askew the variances add.
TEST(ParticleCells, FluctuationsTurnWithTheWind) {
    auto const mesh = test::box(4, 4, 4, 10, 8);
    auto const flow = test::steady_flow(mesh, 1, 1);
    for (double const from : {270.0, 180.0, 240.0, 30.0}) {
        auto const records = records_of(mesh, flow.wind, from);
        auto const& record = records[mesh.cell({1, 2, 1})];
        double const s = std::pow(std::sin(from * std::numbers::pi / 180), 2);
        double const sigma[3] = {std::sqrt(s * along * along + (1 - s) * across * across),
                                 std::sqrt((1 - s) * along * along + s * across * across), up};
        double const size[3] = {10, 10, 2};
        for (std::size_t a = 0; a < 3; ++a) {
            EXPECT_NEAR(record.spread[a], sigma[a] / size[a], 1e-6) << from << " " << a;
            EXPECT_NEAR(record.log_sigma[a], std::log(sigma[a]), 1e-6) << from << " " << a;
            // one lifetime for all axes, 2 sigma_w^2 / (C0 eps)
            EXPECT_NEAR(1 / record.inverse_time[a], 2 * up * up / (c0 * dissipation), 1e-4) << from << " " << a;
        }
    }
}

/// What passes a face is its speed through the open part of it; nothing passes walls and ground, and the border is
/// open.
TEST(ParticleCells, FacesLetThroughWhatIsOpenOfThem) {
    Parallel const parallel(1);
    auto const mesh = mesh::block_buildings(test::box(10, 10, 5, 10, 20),
                                            std::vector{test::box_building(43, 40, 60, 60, 9)}, {}, parallel)
                          .mesh;
    auto flow = test::steady_flow(mesh, 2, 0);
    for (double& speed : flow.wind.z()) speed = 0.5;
    auto const records = records_of(mesh, flow.wind, 270);
    auto const kind = [&](mesh::CellIndex c, std::size_t face) {
        return static_cast<FaceKind>((records[mesh.cell(c)].faces >> (2 * face)) & 3U);
    };
    bool partly = false;
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                mesh::CellIndex const c{i, j, k};
                if (!mesh.is_open(mesh.cell(c))) continue;
                auto const& record = records[mesh.cell(c)];
                double const east = mesh.x_aperture(flow.wind.x_face(i + 1, j, k));
                double const above = mesh.z_aperture(flow.wind.z_face(i, j, k + 1));
                bool const last = i + 1 == mesh.nx();
                ASSERT_NEAR(record.wind[1], 2 * east / 10, 1e-6) << i << " " << j << " " << k;
                ASSERT_NEAR(record.wind[5], 0.5 * above / mesh.layer_thickness(k), 1e-6);
                ASSERT_EQ(kind(c, 1), last ? outer_face : east > 0 ? open_face : wall_face);
                ASSERT_EQ(kind(c, 4), k == 0                                           ? ground_face
                                      : mesh.z_aperture(flow.wind.z_face(i, j, k)) > 0 ? open_face
                                                                                       : wall_face);
                ASSERT_EQ(kind(c, 5), k + 1 == mesh.nz() ? outer_face : above > 0 ? open_face : wall_face);
                if (k == 0) {
                    ASSERT_EQ(record.wind[4], 0);
                }
                partly = partly || (east > 0.01 && east < 0.99) || (above > 0.01 && above < 0.99);
            }
    EXPECT_TRUE(partly) << "no cut face: the test shows less than it says";
    EXPECT_EQ(kind({4, 4, 0}, 1), wall_face);
    EXPECT_EQ(kind({0, 0, 0}, 0), outer_face);
}

/// All that is in the air is in cells with air, however long it knocks at the walls.
TEST(ParticleCells, NobodyWalksIntoAWall) {
    Parallel const parallel(1);
    auto const mesh = mesh::block_buildings(test::box(6, 6, 6, 10, 30),
                                            std::vector{test::box_building(20, 20, 40, 40, 20)}, {}, parallel)
                          .mesh;
    auto const flow = test::steady_flow(mesh, 0, 0);
    ParticleOptions options;
    options.particles_per_s = 500;
    options.sample_s = 20;  // one look, at the end
    ParticleTransport model(options, flow.wind, turbulence_of(mesh), 270, mesh, {{}}, parallel);
    state::ConcentrationField air(mesh, {"tracer"});
    state::EmissionField emission(mesh, 1, 1);
    emission.species(0)[mesh.cell({1, 2, 0})] = 1;
    for (int call = 0; call < 3; ++call) {
        auto const report = model.advance(air, emission, {0.0}, 20);
        double found = 0;
        for (std::size_t c = 0; c < mesh.n_cells(); ++c)
            found += static_cast<double>(air.species[0][c]) * mesh.layer_cell_volume(c / (mesh.nx() * mesh.ny()));
        EXPECT_GT(report.species[0].in_domain, 0.5);
        EXPECT_NEAR(found, report.species[0].in_domain, 1e-5 * found) << call;
    }
}

}  // namespace
}  // namespace hacthanh::dispersion::detail
