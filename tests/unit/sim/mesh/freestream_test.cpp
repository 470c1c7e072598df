// The operators that the mesh's volumes and apertures define keep a constant constant, whatever stands in the city.

#include "sim/mesh/block_buildings.hpp"
#include "tests/support/built_city.hpp"
#include "tests/support/built_wind.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::mesh {
namespace {

constexpr city::Rectangle site{0, 0, 400, 300};

CityMesh built(double cell_size, unsigned seed) {
    MeshOptions options;
    options.cell_size_m = cell_size;
    options.levels = 9;
    options.first_layer_m = 3;
    options.top_m = 60;
    return block_buildings(CityMesh(site, options), test::random_city(site, 41, seed), {}, Parallel(1)).mesh;
}

/// Volume [m3/s] that flows through the faces of a cell: out to the east, north and up, in from the other three.
struct Fluxes {
    double through[6];
    double net() const { return through[0] - through[1] + through[2] - through[3] + through[4] - through[5]; }
    double largest() const {
        double most = 0;
        for (double flux : through) most = std::max(most, std::abs(flux));
        return most;
    }
};

/// Speed x aperture x face area.
Fluxes fluxes(CityMesh const& mesh, FaceField<double> const& wind, CellIndex c) {
    double const side = mesh.cell_size() * mesh.layer_thickness(c.k);
    double const plan = mesh.cell_size() * mesh.cell_size();
    auto const x = [&](std::size_t i) {
        std::size_t const face = wind.x_face(i, c.j, c.k);
        return wind.x()[face] * mesh.x_aperture(face) * side;
    };
    auto const y = [&](std::size_t j) {
        std::size_t const face = wind.y_face(c.i, j, c.k);
        return wind.y()[face] * mesh.y_aperture(face) * side;
    };
    auto const z = [&](std::size_t level) {
        std::size_t const face = wind.z_face(c.i, c.j, level);
        return wind.z()[face] * mesh.z_aperture(face) * plan;
    };
    return {{x(c.i + 1), x(c.i), y(c.j + 1), y(c.j), z(c.k + 1), z(c.k)}};
}

TEST(Freestream, NoNetFluxIntoAnyCellOfAnyCity) {
    for (double const cell_size : {5.0, 20.0, 50.0})
        for (unsigned const seed : {1U, 2U}) {
            CityMesh const mesh = built(cell_size, seed);
            auto const wind = test::balanced_wind(mesh, 4, seed);
            double fastest = 0;
            for (std::size_t k = 0; k < mesh.nz(); ++k)
                for (std::size_t j = 0; j < mesh.ny(); ++j)
                    for (std::size_t i = 0; i < mesh.nx(); ++i) {
                        auto const around = fluxes(mesh, wind, {i, j, k});
                        ASSERT_LE(std::abs(around.net()), 1e-12 * mesh.layer_cell_volume(k));
                        fastest = std::max(fastest, around.largest());
                        if (!mesh.is_open(mesh.cell({i, j, k}))) {
                            ASSERT_EQ(around.largest(), 0);
                        }
                    }
            EXPECT_GT(fastest, 0);
        }
}

// Fifty donor-cell steps in double with the mesh's own volumes and apertures.
TEST(Freestream, AConstantStaysConstant) {
    CityMesh const mesh = built(10, 3);
    auto const wind = test::balanced_wind(mesh, 4, 3);
    auto const volume = [&](CellIndex c) {
        return mesh.layer_cell_volume(c.k) * mesh.free_volume_fraction(mesh.cell(c));
    };
    auto const cells = [&](auto const& visit) {
        for (std::size_t k = 0; k < mesh.nz(); ++k)
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                for (std::size_t i = 0; i < mesh.nx(); ++i)
                    if (mesh.is_open(mesh.cell({i, j, k}))) visit(CellIndex{i, j, k});
    };
    double step = std::numeric_limits<double>::infinity();
    cells([&](CellIndex c) { step = std::min(step, volume(c) / (6 * fluxes(mesh, wind, c).largest() + 1e-30)); });
    std::size_t const layer = mesh.nx() * mesh.ny();
    std::vector<double> now(mesh.n_cells(), 1.0);
    for (int n = 0; n < 50; ++n) {
        auto next = now;
        cells([&](CellIndex c) {
            auto const around = fluxes(mesh, wind, c).through;
            std::size_t const here = mesh.cell(c);
            double const own = now[here];
            double const gain = (around[0] > 0 || c.i + 1 == mesh.nx() ? own : now[here + 1]) * around[0] -
                                (around[1] < 0 || c.i == 0 ? own : now[here - 1]) * around[1] +
                                (around[2] > 0 || c.j + 1 == mesh.ny() ? own : now[here + mesh.nx()]) * around[2] -
                                (around[3] < 0 || c.j == 0 ? own : now[here - mesh.nx()]) * around[3] +
                                (around[4] > 0 || c.k + 1 == mesh.nz() ? own : now[here + layer]) * around[4] -
                                (around[5] < 0 || c.k == 0 ? own : now[here - layer]) * around[5];
            next[here] = own - step * gain / volume(c);
        });
        now = next;
    }
    cells([&](CellIndex c) { ASSERT_NEAR(now[mesh.cell(c)], 1, 1e-12); });
}

}  // namespace
}  // namespace hacthanh::mesh
