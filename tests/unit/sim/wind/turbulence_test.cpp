// Mixing from the shear of the wind and the distance to walls.

#include "sim/wind/turbulence.hpp"

#include "sim/core/constants.hpp"
#include "tests/support/wind_around.hpp"
#include "tests/support/wind_cases.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::test {
namespace {

TEST(Turbulence, KnowsTheDistanceToGroundRoofAndWall) {
    auto const mesh = with_solid(open_mesh(20, 20, 10, 2, 20), [](mesh::CellIndex c) {
        return c.i >= 8 && c.i < 12 && c.j >= 8 && c.j < 12 && c.k < 5;
    });
    Parallel const parallel(2);
    wind::Turbulence const turbulence(mesh, parallel);
    auto const& distance = turbulence.wall_distance();
    EXPECT_FLOAT_EQ(distance.at({0, 0, 0}), 1);
    EXPECT_FLOAT_EQ(distance.at({10, 10, 6}), 3);
    EXPECT_FLOAT_EQ(distance.at({6, 10, 3}), 3);
    EXPECT_EQ(distance.at({9, 9, 1}), 0);
    EXPECT_FLOAT_EQ(distance.at({6, 6, 6}), std::sqrt(9.0F + 9 + 9)) << "to the roof's corner";
}

TEST(Turbulence, UndisturbedAirKeepsTheMixingOfTheProfile) {
    auto const solved = solve_city(open_mesh(12, 10, 8, 10, 80, 5), {}, 270, 10);
    auto const profile = neutral_profile(*solved.mesh, 10, 270);
    auto const& turbulence = solved.solution.flow.turbulence;
    for (std::size_t k = 0; k < solved.mesh->nz(); ++k) {
        EXPECT_FLOAT_EQ(turbulence.horizontal_diffusivity.at({3, 3, k}),
                        static_cast<float>(profile.horizontal_diffusivity[k]));
        EXPECT_FLOAT_EQ(turbulence.vertical_diffusivity.z()[turbulence.vertical_diffusivity.z_face(3, 3, k)],
                        static_cast<float>(profile.vertical_diffusivity[k]));
    }
}

// Over a roof eddies reach down to the roof, not to the ground: the profile's mixing counts from there.
TEST(Turbulence, TheProfilesMixingCountsFromTheNearestSurface) {
    auto const mesh = with_solid(open_mesh(20, 20, 16, 2, 32), [](mesh::CellIndex c) {
        return c.i >= 6 && c.i < 14 && c.j >= 6 && c.j < 14 && c.k < 5;
    });
    Parallel const parallel(1);
    wind::Turbulence const turbulence(mesh, parallel);
    auto const profile = neutral_profile(mesh, 10, 270);
    state::WindField const calm(mesh, "wind", "m s-1");
    auto const mixing = turbulence.diffusivity(calm, profile, 1, parallel);
    auto const at = [&](std::size_t i, std::size_t level) {
        return mixing.vertical_diffusivity.z()[mixing.vertical_diffusivity.z_face(i, i, level)];
    };
    EXPECT_NEAR(at(10, 8) / profile.vertical_diffusivity[8], 6.0 / 16, 1e-6) << "6 m over the roof, 16 over ground";
    EXPECT_FLOAT_EQ(at(0, 3), static_cast<float>(profile.vertical_diffusivity[3])) << "away from it";
}

// Sideways velocities fluctuate more than vertical ones, and eddies that carry both live as long.
TEST(Turbulence, LocalEddiesMixMoreSideways) {
    auto const mesh = with_solid(open_mesh(20, 20, 16, 2, 32), [](mesh::CellIndex c) { return c.i == 10 && c.k < 5; });
    Parallel const parallel(1);
    wind::Turbulence const turbulence(mesh, parallel);
    auto profile = neutral_profile(mesh, 10, 270);
    std::ranges::fill(profile.vertical_diffusivity, 0.0);
    std::ranges::fill(profile.horizontal_diffusivity, 0.0);
    state::WindField wind(mesh, "wind", "m s-1");
    for (std::size_t face = 0; face < wind.x().size(); ++face)
        wind.x()[face] = static_cast<double>(face / (mesh.ny() * (mesh.nx() + 1)));  // shear of 1 m/s per layer
    auto const mixing = turbulence.diffusivity(wind, profile, 1, parallel);
    double const up = 0.5 * (mixing.vertical_diffusivity.z()[mixing.vertical_diffusivity.z_face(3, 3, 2)] +
                             mixing.vertical_diffusivity.z()[mixing.vertical_diffusivity.z_face(3, 3, 3)]);
    EXPECT_GT(up, 0);
    EXPECT_NEAR(mixing.horizontal_diffusivity.at({3, 3, 2}) / up, std::pow(2.0 / 1.3, 2), 0.35);
}

TEST(Turbulence, BuildingsStirAndClosedFacesDoNotMix) {
    auto const open = open_mesh(60, 40, 16, 2, 48, 2);
    std::vector<city::Building> const city = {box_building(50, 30, 62, 50, 12)};
    auto const solved = solve_city(open, city, 270, 12);
    auto const profile = neutral_profile(*solved.mesh, 12, 270);
    auto const& turbulence = solved.solution.flow.turbulence;
    double stirred = 0;
    for (std::size_t k = 0; k < 8; ++k)
        for (std::size_t i = 31; i < 40; ++i)
            stirred =
                std::max(stirred, turbulence.horizontal_diffusivity.at({i, 20, k}) / profile.horizontal_diffusivity[k]);
    EXPECT_GT(stirred, 1.5);
    auto const z = turbulence.vertical_diffusivity.z();
    for (std::size_t f = 0; f < z.size(); ++f) {
        ASSERT_TRUE(solved.mesh->z_aperture(f) > 0 || z[f] == 0);
        ASSERT_GE(z[f], 0);
    }
    Parallel const parallel(1);
    auto const particles =
        wind::Turbulence(*solved.mesh, parallel).for_particles(solved.solution.flow.wind, profile, parallel);
    double const u = profile.friction_velocity;
    EXPECT_NEAR(particles.sigma_up.at({0, 0, 0}), 1.3 * u, 0.05 * u);
    EXPECT_NEAR(particles.dissipation.at({0, 0, 0}), u * u * u / (constants::von_karman * 1), 0.2 * u * u * u / 0.4);
    EXPECT_GT(std::ranges::max(particles.sigma_along.values()), 2.5 * u * 1.2);
    EXPECT_EQ(particles.sigma_along.at({27, 20, 2}), 0);
}

}  // namespace
}  // namespace hacthanh::test
