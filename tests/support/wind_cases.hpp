#pragma once
/// Meshes with blocks in them and winds over them, for the tests of the projection.

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace hacthanh::test {

/// nx x ny cells of `cell` metres, nz layers up to `top`; equal layers unless `first` says otherwise.
inline mesh::CityMesh open_mesh(std::size_t nx, std::size_t ny, std::size_t nz, double cell, double top,
                                double first = 0) {
    mesh::MeshOptions options;
    options.cell_size_m = cell;
    options.levels = static_cast<int>(nz);
    options.top_m = top;
    options.first_layer_m = first > 0 ? first : top / static_cast<double>(nz);
    return mesh::CityMesh({0, 0, static_cast<double>(nx) * cell, static_cast<double>(ny) * cell}, options);
}

/// Closes every face that touches a closed cell.
inline void close_towards_solid(mesh::CityMesh const& mesh, mesh::Openness& openness) {
    std::size_t const nx = mesh.nx();
    std::size_t const ny = mesh.ny();
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < ny; ++j)
            for (std::size_t i = 0; i < nx; ++i) {
                if (openness.cell[mesh.cell({i, j, k})] > 0) continue;
                std::size_t const west = (k * ny + j) * (nx + 1) + i;
                std::size_t const south = (k * (ny + 1) + j) * nx + i;
                std::size_t const bottom = (k * ny + j) * nx + i;
                openness.x_face[west] = openness.x_face[west + 1] = 0;
                openness.y_face[south] = openness.y_face[south + nx] = 0;
                openness.z_face[bottom] = openness.z_face[bottom + nx * ny] = 0;
            }
}

/// All open but the ground.
inline mesh::Openness all_open(mesh::CityMesh const& mesh) {
    mesh::Openness openness;
    openness.cell.assign(mesh.n_cells(), 255);
    openness.x_face.assign((mesh.nx() + 1) * mesh.ny() * mesh.nz(), 255);
    openness.y_face.assign(mesh.nx() * (mesh.ny() + 1) * mesh.nz(), 255);
    openness.z_face.assign(mesh.nx() * mesh.ny() * (mesh.nz() + 1), 255);
    std::fill_n(openness.z_face.begin(), mesh.nx() * mesh.ny(), std::uint8_t(0));
    return openness;
}

/// The mesh with whole cells closed where `solid(cell)` says so.
inline mesh::CityMesh with_solid(mesh::CityMesh const& mesh, std::function<bool(mesh::CellIndex)> const& solid) {
    mesh::Openness openness = all_open(mesh);
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i)
                if (solid({i, j, k})) openness.cell[mesh.cell({i, j, k})] = 0;
    close_towards_solid(mesh, openness);
    return mesh::CityMesh(mesh, std::move(openness));
}

/// Wind from a logarithmic profile, the same everywhere in a layer, walls included. @param u, v  [m/s] at 10 m
inline state::WindField log_wind(mesh::CityMesh const& mesh, double u, double v) {
    state::WindField wind(mesh, "wind", "m s-1");
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const part = std::log(mesh.z_centre(k) / 0.5 + 1) / std::log(21.0);
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) wind.x()[wind.x_face(i, j, k)] = u * part;
        for (std::size_t j = 0; j <= mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) wind.y()[wind.y_face(i, j, k)] = v * part;
    }
    return wind;
}

/// Flux sums of every cell, computed anew from the definition: speed x area x aperture [m3/s].
inline std::vector<double> flux_sums(state::WindField const& wind) {
    mesh::CityMesh const& mesh = wind.mesh();
    std::vector<double> sums(mesh.n_cells());
    double const dx = mesh.cell_size();
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const side = dx * mesh.layer_thickness(k);
                auto const x = [&](std::size_t f) { return wind.x()[f] * side * mesh.x_aperture(f); };
                auto const y = [&](std::size_t f) { return wind.y()[f] * side * mesh.y_aperture(f); };
                auto const z = [&](std::size_t f) { return wind.z()[f] * dx * dx * mesh.z_aperture(f); };
                sums[mesh.cell({i, j, k})] = x(wind.x_face(i + 1, j, k)) - x(wind.x_face(i, j, k)) +
                                             y(wind.y_face(i, j + 1, k)) - y(wind.y_face(i, j, k)) +
                                             z(wind.z_face(i, j, k + 1)) - z(wind.z_face(i, j, k));
            }
    return sums;
}

/// What enters and leaves through sides and lid [m3/s].
struct BorderFlux {
    double in = 0;
    double out = 0;
};
inline BorderFlux border_flux(state::WindField const& wind) {
    mesh::CityMesh const& mesh = wind.mesh();
    BorderFlux flux;
    auto const count = [&](double outward) { (outward > 0 ? flux.out : flux.in) += std::abs(outward); };
    double const dx = mesh.cell_size();
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const side = dx * mesh.layer_thickness(k);
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i : {std::size_t(0), mesh.nx()}) {
                std::size_t const f = wind.x_face(i, j, k);
                count((i > 0 ? 1 : -1) * wind.x()[f] * side * mesh.x_aperture(f));
            }
        for (std::size_t i = 0; i < mesh.nx(); ++i)
            for (std::size_t j : {std::size_t(0), mesh.ny()}) {
                std::size_t const f = wind.y_face(i, j, k);
                count((j > 0 ? 1 : -1) * wind.y()[f] * side * mesh.y_aperture(f));
            }
    }
    for (std::size_t j = 0; j < mesh.ny(); ++j)
        for (std::size_t i = 0; i < mesh.nx(); ++i) {
            std::size_t const f = wind.z_face(i, j, mesh.nz());
            count(wind.z()[f] * dx * dx * mesh.z_aperture(f));
        }
    return flux;
}

}  // namespace hacthanh::test
