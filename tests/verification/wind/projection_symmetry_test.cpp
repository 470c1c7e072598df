// The axes are not special: turn the city and the wind, and the projected wind turns with them. And on a town of many
// cut cells the fluxes close as they do around a single block.

#include "sim/wind/projection.hpp"
#include "tests/support/wind_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::test {
namespace {

constexpr std::size_t nx = 46;
constexpr std::size_t ny = 33;
constexpr std::size_t nz = 14;

std::size_t x_face(std::size_t i, std::size_t j, std::size_t k, std::size_t n_x, std::size_t n_y) {
    return (k * n_y + j) * (n_x + 1) + i;
}
std::size_t y_face(std::size_t i, std::size_t j, std::size_t k, std::size_t n_x, std::size_t n_y) {
    return (k * (n_y + 1) + j) * n_x + i;
}

/// Blocks of many heights, and faces that are open in part.
mesh::CityMesh town() {
    auto const plain = open_mesh(nx, ny, nz, 4, 80, 2.5);
    auto openness = with_solid(plain, [](mesh::CellIndex c) {
                        bool const block = c.i > 5 && c.i < 40 && c.j > 4 && c.j < 28 && c.i % 9 > 3 && c.j % 7 > 2;
                        return block && c.k < 2 + (c.i / 9 * 5 + c.j / 7 * 3) % 8;
                    }).openness();
    for (std::size_t f = 0; f < openness.x_face.size(); f += 5) openness.x_face[f] /= 2;
    for (std::size_t f = 0; f < openness.y_face.size(); f += 3) openness.y_face[f] /= 4;
    return mesh::CityMesh(plain, std::move(openness));
}

/// The same town turned by 90 degrees: cell (i, j) goes to (ny - 1 - j, i).
mesh::CityMesh turned(mesh::CityMesh const& mesh) {
    auto const plain = open_mesh(ny, nx, nz, 4, 80, 2.5);
    auto openness = all_open(plain);
    auto const& from = mesh.openness();
    for (std::size_t k = 0; k <= nz; ++k)
        for (std::size_t j = 0; j <= ny; ++j)
            for (std::size_t i = 0; i <= nx; ++i) {
                if (i < nx && j < ny) {
                    if (k < nz) openness.cell[plain.cell({ny - 1 - j, i, k})] = from.cell[mesh.cell({i, j, k})];
                    openness.z_face[(k * nx + i) * ny + ny - 1 - j] = from.z_face[(k * ny + j) * nx + i];
                }
                if (k < nz && j < ny)
                    openness.y_face[y_face(ny - 1 - j, i, k, ny, nx)] = from.x_face[x_face(i, j, k, nx, ny)];
                if (k < nz && i < nx)
                    openness.x_face[x_face(ny - j, i, k, ny, nx)] = from.y_face[y_face(i, j, k, nx, ny)];
            }
    return mesh::CityMesh(plain, std::move(openness));
}

TEST(ProjectionSymmetry, TurnsWithTheCity) {
    auto const mesh = town();
    auto const other = turned(mesh);
    Parallel const parallel(2);
    auto wind = log_wind(mesh, 4, 1.5);
    auto turned_wind = log_wind(other, -1.5, 4);
    wind::Projection(mesh, {.alpha_ratio = 0.8}, parallel).project(wind);
    wind::Projection(other, {.alpha_ratio = 0.8}, parallel).project(turned_wind);
    double largest = 0;
    for (std::size_t k = 0; k < nz; ++k)
        for (std::size_t j = 0; j <= ny; ++j)
            for (std::size_t i = 0; i <= nx; ++i) {
                auto const compare = [&](double a, double b) { largest = std::max(largest, std::abs(a - b)); };
                if (j < ny)
                    compare(wind.x()[x_face(i, j, k, nx, ny)], turned_wind.y()[y_face(ny - 1 - j, i, k, ny, nx)]);
                if (i < nx) compare(wind.y()[y_face(i, j, k, nx, ny)], -turned_wind.x()[x_face(ny - j, i, k, ny, nx)]);
                if (i < nx && j < ny)
                    compare(wind.z()[(k * ny + j) * nx + i], turned_wind.z()[(k * nx + i) * ny + ny - 1 - j]);
            }
    EXPECT_LT(largest, 1e-8);
    EXPECT_GT(*std::ranges::max_element(wind.z()), 0.1);
}

TEST(ProjectionClosure, HoldsInATownOfCutCells) {
    auto const mesh = town();
    Parallel const parallel(2);
    for (bool open_lid : {true, false}) {
        auto wind = log_wind(mesh, -2, 5);
        wind::Projection(mesh, {.alpha_ratio = 1.4, .open_lid = open_lid}, parallel).project(wind);
        auto const flux = border_flux(wind);
        for (double sum : flux_sums(wind)) ASSERT_LE(std::abs(sum), 1e-12 * flux.in);
        EXPECT_LE(std::abs(flux.in - flux.out), 1e-10 * flux.in);
    }
}

}  // namespace
}  // namespace hacthanh::test
