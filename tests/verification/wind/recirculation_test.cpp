// How far the air turns back behind and ahead of a block on its own, after the projection.
//
// Roeckle's lengths are 1.45 H for a cube and 0.99 H = 1.98 b for 1:1:2 (b : b : 2 b). Measured: 1.5 H in a thick and
// 1.61 H in a thin boundary layer for the cube (Martinuzzi & Tropea 1993), 1.42 b for 1:1:2 (AIJ case A). The
// projection may move the end of the cavity by a tenth of H against the formula; both are asserted.

#include "tests/support/wind_around.hpp"

#include <gmock/gmock.h>

namespace hacthanh::test {
namespace {

constexpr double height = 16;

/// Where the wind along the middle line turns from backward to forward behind the block, in the lowest layer, over H.
double reattachment(SolvedCity const& city, double lee_wall) {
    auto const& mesh = *city.mesh;
    std::size_t const j = mesh.ny() / 2;
    for (std::size_t i = 1; i < mesh.nx(); ++i) {
        if (mesh.x_centre(i - 1) < lee_wall) continue;
        double const before = city.at(0, {i - 1, j, 0});
        double const after = city.at(0, {i, j, 0});
        if (before < 0 && after >= 0)
            return (mesh.x_centre(i - 1) + mesh.cell_size() * before / (before - after) - lee_wall) / height;
    }
    return -1;
}

SolvedCity block(double side, double cell) {
    mesh::MeshOptions options;
    options.cell_size_m = cell;
    options.first_layer_m = cell;
    options.top_m = 4 * height;
    options.levels = static_cast<int>(3 * height / cell);
    double const half = cell * 0.5;  // the middle of a row of cells lies on the middle line
    mesh::CityMesh const mesh({-4 * height, -3 * height - half, 8 * height, 3 * height + half}, options);
    return solve_city(mesh, {box_building(0, -side / 2, side, side / 2, height)}, 270, height);
}

TEST(Recirculation, BehindACubeIsAsLongAsRoecklesAndNearTheMeasuredOne) {
    double const length = reattachment(block(height, 2), height);
    EXPECT_NEAR(length, 1.45, 0.15);
    EXPECT_NEAR(length, 1.5, 0.25) << "measured in a thick boundary layer";
}

TEST(Recirculation, BehindATowerIsAsLongAsRoecklesAndShorterThanThatOfKEpsilon) {
    double const length = reattachment(block(height / 2, 4.0 / 3), height / 2);
    EXPECT_NEAR(length, 0.99, 0.12);
    EXPECT_LT(2 * length, 2.0) << "k-epsilon models give 2.0 to 2.7 b, measured are 1.42 b";
}

TEST(Recirculation, TheAirInFrontIsSlowedAndClimbs) {
    auto const city = block(height, 2);
    auto const& mesh = *city.mesh;
    std::size_t const j = mesh.ny() / 2;
    auto const i = static_cast<std::size_t>((-0.25 * height - mesh.extent().x_min) / mesh.cell_size());
    EXPECT_LT(city.at(0, {i, j, 2}), 0.5 * city.at(0, {0, j, 2}));
    EXPECT_GT(city.at(2, {i, j, 7}), 0.05);
}

}  // namespace
}  // namespace hacthanh::test
