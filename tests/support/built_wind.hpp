#pragma once
/// Wind for tests between buildings, without a wind solver.

#include "sim/mesh/fields.hpp"

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace hacthanh::test {

/// A wind in open air through all faces of a mesh with buildings whose volume fluxes balance in every cell: the
/// circulation of a random potential on the cell edges, each as large as the narrowest of the four faces around its
/// edge allows, so zero beside a closed face.
/// @param speed  of the open part of faces, at most [m/s]
inline mesh::FaceField<double> balanced_wind(mesh::CityMesh const& mesh, double speed, unsigned seed) {
    mesh::FaceField<double> wind(mesh, "wind", "m s-1");
    std::size_t const nx = mesh.nx();
    std::size_t const ny = mesh.ny();
    std::size_t const nz = mesh.nz();
    double const dx = mesh.cell_size();
    std::mt19937 random(seed);
    auto const draw = [&] { return static_cast<double>(random()) / 2147483648.0 - 1; };
    auto const edge = [&](std::size_t i, std::size_t j, std::size_t k) { return (k * (ny + 1) + j) * (nx + 1) + i; };
    std::vector<double> along_x((nx + 1) * (ny + 1) * (nz + 1), 0.0);
    auto along_y = along_x;
    auto along_z = along_x;
    // Circulation along an edge [m3/s]: a quarter of what the narrowest face beside it may pass.
    auto const ax = [&](std::size_t i, std::size_t j, std::size_t k) { return mesh.x_aperture(wind.x_face(i, j, k)); };
    auto const ay = [&](std::size_t i, std::size_t j, std::size_t k) { return mesh.y_aperture(wind.y_face(i, j, k)); };
    auto const az = [&](std::size_t i, std::size_t j, std::size_t k) { return mesh.z_aperture(wind.z_face(i, j, k)); };
    for (std::size_t k = 0; k <= nz; ++k)
        for (std::size_t j = 0; j <= ny; ++j)
            for (std::size_t i = 0; i <= nx; ++i) {
                double const h =
                    std::min(mesh.layer_thickness(std::min(k, nz - 1)), mesh.layer_thickness(k > 0 ? k - 1 : 0));
                double const side = 0.25 * speed * dx * std::min(dx, h);
                bool const in_x = i > 0 && i < nx;
                bool const in_y = j > 0 && j < ny;
                bool const in_z = k > 0 && k < nz;
                if (i < nx && in_y && in_z)
                    along_x[edge(i, j, k)] =
                        draw() * side * std::min({ay(i, j, k), ay(i, j, k - 1), az(i, j, k), az(i, j - 1, k)});
                if (j < ny && in_x && in_z)
                    along_y[edge(i, j, k)] =
                        draw() * side * std::min({ax(i, j, k), ax(i, j, k - 1), az(i, j, k), az(i - 1, j, k)});
                if (k < nz && in_x && in_y)
                    along_z[edge(i, j, k)] =
                        draw() * side * std::min({ax(i, j, k), ax(i, j - 1, k), ay(i, j, k), ay(i - 1, j, k)});
            }
    auto const over = [](double flux, double opening) { return opening > 0 ? flux / opening : 0.0; };
    for (std::size_t k = 0; k <= nz; ++k)
        for (std::size_t j = 0; j <= ny; ++j)
            for (std::size_t i = 0; i <= nx; ++i) {
                double const side = dx * (k < nz ? mesh.layer_thickness(k) : 1.0);
                if (k < nz && j < ny)
                    wind.x()[wind.x_face(i, j, k)] = over(along_z[edge(i, j + 1, k)] - along_z[edge(i, j, k)] -
                                                              along_y[edge(i, j, k + 1)] + along_y[edge(i, j, k)],
                                                          ax(i, j, k) * side);
                if (k < nz && i < nx)
                    wind.y()[wind.y_face(i, j, k)] = over(along_x[edge(i, j, k + 1)] - along_x[edge(i, j, k)] -
                                                              along_z[edge(i + 1, j, k)] + along_z[edge(i, j, k)],
                                                          ay(i, j, k) * side);
                if (i < nx && j < ny)
                    wind.z()[wind.z_face(i, j, k)] = over(along_y[edge(i + 1, j, k)] - along_y[edge(i, j, k)] -
                                                              along_x[edge(i, j + 1, k)] + along_x[edge(i, j, k)],
                                                          az(i, j, k) * dx * dx);
            }
    return wind;
}

}  // namespace hacthanh::test
