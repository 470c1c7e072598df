#include "sim/emission/open_cells.hpp"

#include "sim/core/error.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"

#include <gtest/gtest.h>

namespace hacthanh::emission {
namespace {

mesh::CityMesh built(std::vector<city::Building> const& city, double cell_size = 10) {
    mesh::MeshOptions options;
    options.cell_size_m = cell_size;
    options.levels = 10;
    options.first_layer_m = 2;
    options.top_m = 60;
    return mesh::block_buildings(mesh::CityMesh({0, 0, 200, 100}, options), city, {}, Parallel(1)).mesh;
}

TEST(OpenCells, AreTheCellsThemselvesWithoutBuildings) {
    mesh::CityMesh const mesh = built({});
    OpenCells cells(mesh, 3);
    for (std::size_t cell = 0; cell < 3 * mesh.nx() * mesh.ny(); ++cell) ASSERT_EQ(cells.taker(cell), cell);
}

// Against a search of every cell.
TEST(OpenCells, AreTheNearestWithEnoughAirInTheLayer) {
    for (unsigned const seed : {1U, 2U, 3U}) {
        mesh::CityMesh const mesh = built(test::random_city({-20, -20, 230, 130}, 41, seed), 4);
        std::size_t const layer = mesh.nx() * mesh.ny();
        OpenCells cells(mesh, 3);
        std::size_t moved = 0;
        for (std::size_t cell = 0; cell < 3 * layer; ++cell) {
            std::size_t const first = cell / layer * layer;
            std::size_t best = cell;
            double nearest = 1e9;
            for (std::size_t other = first; other < first + layer; ++other) {
                if (mesh.free_volume_fraction(other) < OpenCells::least_free_fraction) continue;
                auto const dx = static_cast<double>(other % mesh.nx()) - static_cast<double>(cell % mesh.nx());
                auto const dy = static_cast<double>(other / mesh.nx() % mesh.ny()) -
                                static_cast<double>(cell / mesh.nx() % mesh.ny());
                if (dx * dx + dy * dy < nearest) {
                    nearest = dx * dx + dy * dy;
                    best = other;
                }
            }
            ASSERT_EQ(cells.taker(cell), best);
            if (best != cell) ++moved;
        }
        EXPECT_GT(moved, 0U);
    }
}

TEST(OpenCells, LieAboveWhereALayerIsFull) {
    mesh::CityMesh const mesh = built({test::box_building(-1, -1, 201, 101, 2)});
    OpenCells cells(mesh, 3);
    EXPECT_EQ(cells.taker(7), 7 + mesh.nx() * mesh.ny());
}

TEST(OpenCells, RefuseACityWithoutAir) {
    mesh::CityMesh const mesh = built({test::box_building(-1, -1, 201, 101, 50)});
    OpenCells cells(mesh, 3);
    EXPECT_THROW(cells.taker(0), InputError);
}

}  // namespace
}  // namespace hacthanh::emission
