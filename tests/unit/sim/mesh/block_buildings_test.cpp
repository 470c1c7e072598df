#include "sim/mesh/block_buildings.hpp"

#include "tests/support/built_city.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::mesh {
namespace {

CityMesh mesh_of(double cell_size, city::Rectangle extent, int levels = 12, double top = 120) {
    MeshOptions options;
    options.cell_size_m = cell_size;
    options.levels = levels;
    options.first_layer_m = 3;
    options.top_m = top;
    return {extent, options};
}

BlockedMesh blocked(CityMesh const& mesh, std::vector<city::Building> const& city, int threads = 2) {
    return block_buildings(mesh, city, {}, Parallel(threads));
}

/// Numbers of the faces of a cell.
struct Faces {
    std::size_t x[2], y[2], z[2];
    Faces(CityMesh const& mesh, CellIndex c) {
        for (std::size_t side = 0; side < 2; ++side) {
            x[side] = (c.k * mesh.ny() + c.j) * (mesh.nx() + 1) + c.i + side;
            y[side] = (c.k * (mesh.ny() + 1) + c.j + side) * mesh.nx() + c.i;
            z[side] = ((c.k + side) * mesh.ny() + c.j) * mesh.nx() + c.i;
        }
    }
};

template <class Visit>
void for_cells(CityMesh const& mesh, Visit const& visit) {
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) visit(CellIndex{i, j, k});
}

double blocked_volume(CityMesh const& mesh) {
    double volume = 0;
    for_cells(mesh, [&](CellIndex c) {
        volume += (1 - mesh.free_volume_fraction(mesh.cell(c))) * mesh.layer_cell_volume(c.k);
    });
    return volume;
}

constexpr city::Rectangle site{-40, 20, 960, 820};

TEST(BlockBuildings, BuildingVolumeIsThatOfTheFootprints) {
    for (double const cell_size : {4.0, 20.0, 90.0})
        for (unsigned const seed : {1U, 2U}) {
            auto const city = test::random_city(site, 47, seed);
            double expected = 0;
            for (auto const& building : city) expected += test::volume(building);
            auto const report = blocked(mesh_of(cell_size, site), city).report;
            EXPECT_EQ(report.buildings, city.size());
            EXPECT_NEAR(report.clipped_volume / expected, 1, 1e-6);
            EXPECT_NEAR(report.given_volume / expected, 1, 1e-12);
            EXPECT_LT(std::abs(report.volume_error()), 1e-6);
            EXPECT_LT(report.overlap_volume / expected, 1e-9);
        }
}

TEST(BlockBuildings, RoundingAndClosingKeepTheVolume) {
    for (double const cell_size : {4.0, 10.0, 20.0})
        for (unsigned const seed : {1U, 2U, 3U}) {
            auto const city = test::random_city(site, 47, seed);
            double expected = 0;
            for (auto const& building : city) expected += test::volume(building);
            auto const done = blocked(mesh_of(cell_size, site), city);
            EXPECT_NEAR(blocked_volume(done.mesh) / expected, 1, 1e-3) << cell_size;
            EXPECT_NEAR(done.report.blocked_volume, blocked_volume(done.mesh), 1e-6 * expected);
            EXPECT_LT(done.report.worst_change, 0.02) << cell_size << " m cells, " << done.report.worst_building;
            EXPECT_FALSE(done.report.worst_building.empty());
        }
}

TEST(BlockBuildings, ABoxAloneIsExact) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100}, 10, 30);  // layers of 3 m
    auto const done = blocked(mesh, {test::box_building(20, 30, 45, 50, 7.5)}).mesh;
    EXPECT_EQ(done.free_volume_fraction(done.cell({2, 3, 0})), 0);
    EXPECT_NEAR(done.free_volume_fraction(done.cell({4, 3, 0})), 0.5, 1.0 / 255);
    EXPECT_NEAR(done.free_volume_fraction(done.cell({2, 3, 2})), 0.5, 1.0 / 255);
    EXPECT_NEAR(done.free_volume_fraction(done.cell({4, 3, 2})), 0.75, 1.0 / 255);
    EXPECT_EQ(done.free_volume_fraction(done.cell({2, 3, 3})), 1);
    EXPECT_EQ(done.free_volume_fraction(done.cell({1, 3, 0})), 1);
    EXPECT_EQ(done.x_aperture(Faces(done, {2, 3, 0}).x[0]), 0);
    EXPECT_EQ(done.x_aperture(Faces(done, {4, 3, 0}).x[1]), 1);
    EXPECT_EQ(done.x_aperture(Faces(done, {4, 3, 0}).x[0]), 0);
    EXPECT_NEAR(done.x_aperture(Faces(done, {2, 3, 2}).x[0]), 0.5, 1.0 / 255);
    EXPECT_NEAR(done.y_aperture(Faces(done, {4, 4, 0}).y[0]), 0.5, 1.0 / 255);
    EXPECT_NEAR(done.y_aperture(Faces(done, {4, 4, 0}).y[1]), 0.5, 1.0 / 255);
    EXPECT_NEAR(done.z_aperture(Faces(done, {4, 3, 1}).z[0]), 0.5, 1.0 / 255);
    EXPECT_EQ(done.z_aperture(Faces(done, {4, 3, 2}).z[1]), 1);
}

TEST(BlockBuildings, ARoofInALayerBorderClosesIt) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100}, 10, 30);
    auto const done = blocked(mesh, {test::box_building(22, 32, 38, 48, 6)}).mesh;
    EXPECT_NEAR(done.z_aperture(Faces(done, {2, 3, 1}).z[1]), 1 - 0.64, 1.0 / 255);
    EXPECT_EQ(done.free_volume_fraction(done.cell({2, 3, 2})), 1);
}

TEST(BlockBuildings, AWallBetweenTwoCellsClosesTheFace) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100}, 10, 30);
    // Half a cell on either side, coordinates a tenth of a millimetre off the plane.
    for (double const x : {35.0, 45.0}) {
        auto const done =
            blocked(mesh, {test::box_building(std::min(x, 40.0001), 20, std::max(x, 39.9999), 60, 9)}).mesh;
        EXPECT_EQ(done.x_aperture(Faces(done, {4, 3, 0}).x[0]), 0) << x;
        EXPECT_GT(done.free_volume_fraction(done.cell({x < 40 ? 3U : 4U, 3, 0})), 0);
    }
}

/// Open x faces on the way through row j of the lowest layer, as the least of them.
double narrowest_along_x(CityMesh const& mesh, std::size_t j) {
    double narrowest = 1;
    for (std::size_t i = 0; i < mesh.nx(); ++i)
        narrowest = std::min(narrowest, mesh.x_aperture(Faces(mesh, {i, j, 0}).x[1]));
    return narrowest;
}

double narrowest_along_y(CityMesh const& mesh, std::size_t i) {
    double narrowest = 1;
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        narrowest = std::min(narrowest, mesh.y_aperture(Faces(mesh, {i, j, 0}).y[1]));
    return narrowest;
}

TEST(BlockBuildings, AWallInsideCellsStopsTheFlowAcrossWhereverItStands) {
    CityMesh const mesh = mesh_of(20, {0, 0, 200, 200}, 10, 30);
    for (double const thickness : {5.5, 9.0, 14.0, 19.0})
        for (double at = 80; at + thickness <= 100; at += 0.5) {
            auto const along_y = blocked(mesh, {test::box_building(at, 0, at + thickness, 200, 9)}).mesh;
            auto const along_x = blocked(mesh, {test::box_building(0, at, 200, at + thickness, 9)}).mesh;
            for (std::size_t n = 0; n < 10; ++n) {
                EXPECT_EQ(narrowest_along_x(along_y, n), 0) << thickness << " m at " << at;
                EXPECT_EQ(narrowest_along_y(along_x, n), 0) << thickness << " m at " << at;
                if (n == 4) continue;  // inside the wall
                EXPECT_EQ(narrowest_along_y(along_y, n), 1);
                EXPECT_EQ(narrowest_along_x(along_x, n), 1);
            }
            auto const cell = along_y.cell({4, 5, 0});
            EXPECT_NEAR(along_y.free_volume_fraction(cell), 1 - thickness / 20, 1.0 / 255);
        }
}

TEST(BlockBuildings, AWallInsideCellsClosesOneFaceAndOnlyAsFarAsItReaches) {
    CityMesh const mesh = mesh_of(20, {0, 0, 200, 200}, 10, 30);
    auto const done = blocked(mesh, {test::box_building(83, 105, 91, 120, 4.5)}).mesh;  // layers of 3 m
    EXPECT_NEAR(done.x_aperture(Faces(done, {4, 5, 0}).x[0]), 0.25, 1.0 / 255);
    EXPECT_EQ(done.x_aperture(Faces(done, {4, 5, 0}).x[1]), 1);
    EXPECT_NEAR(done.x_aperture(Faces(done, {4, 5, 1}).x[0]), 1 - 0.75 * 0.5, 1.0 / 255);
    EXPECT_EQ(done.x_aperture(Faces(done, {4, 5, 2}).x[0]), 1);
    EXPECT_NEAR(done.y_aperture(Faces(done, {4, 5, 0}).y[1]), 0.6, 1.0 / 255) << "its north wall stands in the face";
    EXPECT_EQ(done.y_aperture(Faces(done, {4, 5, 0}).y[0]), 1);
}

TEST(BlockBuildings, APartOfAThickBuildingClosesNoOtherFace) {
    CityMesh const mesh = mesh_of(20, {0, 0, 200, 200}, 10, 30);
    auto const done = blocked(mesh, {test::box_building(83, 0, 133, 200, 9)}).mesh;  // through the faces at 100 and 120
    EXPECT_EQ(done.x_aperture(Faces(done, {4, 5, 0}).x[0]), std::min(1.0, 2 * 38 / 255.0));
    EXPECT_EQ(done.x_aperture(Faces(done, {4, 5, 0}).x[1]), 0);
    EXPECT_EQ(done.x_aperture(Faces(done, {6, 5, 0}).x[0]), 0);
    EXPECT_GT(done.x_aperture(Faces(done, {6, 5, 0}).x[1]), 0.69);
}

TEST(BlockBuildings, APassageStaysOpenUnderItsBuilding) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100}, 10, 30);
    auto const done = blocked(mesh, {test::box_building(20, 0, 60, 100, 15, 3)}).mesh;
    EXPECT_EQ(done.free_volume_fraction(done.cell({4, 5, 0})), 1);
    EXPECT_EQ(done.x_aperture(Faces(done, {4, 5, 0}).x[0]), 1);
    EXPECT_EQ(done.z_aperture(Faces(done, {4, 5, 0}).z[1]), 0);
    EXPECT_EQ(done.free_volume_fraction(done.cell({4, 5, 1})), 0);
    EXPECT_EQ(done.z_aperture(Faces(done, {4, 5, 5}).z[0]), 0);
}

TEST(BlockBuildings, ACourtyardIsOpenToTheSkyAndACeilingClosesIt) {
    CityMesh const mesh = mesh_of(5, {0, 0, 100, 100}, 10, 30);
    city::Building block = test::box_building(20, 20, 60, 60, 12);
    block.footprint.holes = {test::reversed(test::box_building(30, 30, 50, 50, 1).footprint.outer)};
    auto const open = blocked(mesh, {block});
    EXPECT_EQ(open.mesh.free_volume_fraction(open.mesh.cell({8, 8, 0})), 1);
    EXPECT_EQ(open.report.enclosed_cells, 0U);
    auto const closed = blocked(mesh, {block, test::box_building(30, 30, 50, 50, 12, 9)});
    EXPECT_EQ(closed.report.enclosed_cells, 4U * 4 * 3);
    EXPECT_NEAR(closed.report.enclosed_volume, 20.0 * 20 * 9, 1e-9);
    EXPECT_EQ(closed.mesh.free_volume_fraction(closed.mesh.cell({8, 8, 0})), 0);
    EXPECT_EQ(closed.mesh.x_aperture(Faces(closed.mesh, {8, 8, 0}).x[0]), 0);
    EXPECT_LT(std::abs(closed.report.volume_change()), 1e-9);
    EXPECT_EQ(closed.report.overlap_volume, 0);
}

TEST(BlockBuildings, ClosedCellsHaveClosedFacesAndFacesFitTheirCells) {
    for (double const cell_size : {4.0, 20.0, 60.0}) {
        auto const done = blocked(mesh_of(cell_size, site), test::random_city(site, 47, 5));
        auto const& mesh = done.mesh;
        std::size_t closed = 0;
        for_cells(mesh, [&](CellIndex c) {
            std::size_t const cell = mesh.cell(c);
            Faces const faces(mesh, c);
            double const free = mesh.free_volume_fraction(cell);
            double most = 0;
            for (std::size_t side = 0; side < 2; ++side)
                most = std::max({most, mesh.x_aperture(faces.x[side]), mesh.y_aperture(faces.y[side]),
                                 mesh.z_aperture(faces.z[side])});
            ASSERT_LE(most, std::min(1.0, 2 * free));
            ASSERT_EQ(most > 0, free > 0) << "a cell is open when a face is";
            ASSERT_TRUE(free == 0 || free >= BlockingOptions().min_free_fraction);
            if (free == 0) ++closed;
            if (c.k == 0) {
                ASSERT_EQ(mesh.z_aperture(faces.z[0]), 0);
            }
        });
        EXPECT_EQ(done.report.closed_cells, closed);
        EXPECT_GT(done.report.cut_cells, 0U);
    }
}

TEST(BlockBuildings, IsTheSameForAnyNumberOfThreadsAndTwice) {
    CityMesh const mesh = mesh_of(7, site);
    auto const city = test::random_city(site, 33, 9);
    auto const one = blocked(mesh, city, 1);
    for (int const threads : {2, 3, 7}) {
        auto const other = blocked(mesh, city, threads);
        EXPECT_EQ(one.mesh.openness().cell, other.mesh.openness().cell);
        EXPECT_EQ(one.mesh.openness().x_face, other.mesh.openness().x_face);
        EXPECT_EQ(one.mesh.openness().y_face, other.mesh.openness().y_face);
        EXPECT_EQ(one.mesh.openness().z_face, other.mesh.openness().z_face);
        EXPECT_EQ(one.report.clipped_volume, other.report.clipped_volume);
        EXPECT_EQ(one.report.worst_change, other.report.worst_change);
    }
}

TEST(BlockBuildings, OutsideTheMeshAreCountedAndClipped) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100}, 10, 30);
    auto const done = blocked(mesh, {test::box_building(-15, 20, 25, 40, 50), test::box_building(200, 0, 220, 10, 9)});
    EXPECT_EQ(done.report.buildings, 1U);
    EXPECT_EQ(done.report.buildings_outside, 1U);
    EXPECT_NEAR(done.report.clipped_volume, 25.0 * 20 * 30, 1e-9);
    EXPECT_EQ(done.report.given_volume, 0);
    EXPECT_EQ(done.mesh.x_aperture(Faces(done.mesh, {0, 2, 0}).x[0]), 0);
    EXPECT_EQ(done.mesh.z_aperture(Faces(done.mesh, {0, 2, 9}).z[1]), 0);
    EXPECT_EQ(done.mesh.x_aperture(Faces(done.mesh, {0, 5, 0}).x[0]), 1);
}

TEST(BlockBuildings, OverlapIsCountedOnceAndReported) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100}, 10, 30);
    auto const done = blocked(mesh, {test::box_building(20, 20, 60, 40, 9), test::box_building(40, 20, 80, 40, 9)});
    EXPECT_NEAR(done.report.overlap_volume, 20.0 * 20 * 9, 1e-9);
    EXPECT_NEAR(done.report.blocked_volume, 60.0 * 20 * 9, 1e-9);
}

TEST(BlockBuildings, NoneLeavesTheMeshOpen) {
    CityMesh const mesh = mesh_of(10, {0, 0, 100, 100});
    auto const done = blocked(mesh, {}).mesh;
    for_cells(done, [&](CellIndex c) { ASSERT_EQ(done.free_volume_fraction(done.cell(c)), 1); });
    EXPECT_EQ(std::ranges::count(done.openness().x_face, 255),
              static_cast<std::ptrdiff_t>(done.openness().x_face.size()));
}

}  // namespace
}  // namespace hacthanh::mesh
