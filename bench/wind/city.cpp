#include "bench/wind/city.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace hacthanh::bench {
namespace {

constexpr double cell_size = 5;
constexpr double layer = 2.5;

/// SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195).
class Random {
public:
    double uniform() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
    }

private:
    std::uint64_t state_ = 7 * 0x9E3779B97F4A7C15U + 1;
};

class Blocks {
public:
    Blocks(std::size_t nx, std::size_t ny, std::size_t nz) : nx_(nx), ny_(ny), nz_(nz), solid_(nx * ny * nz, false) {
        Random random;
        std::size_t const block = 20;
        std::size_t const street = 4;
        for (std::size_t by = street; by + block < ny; by += block)
            for (std::size_t bx = street; bx + block < nx; bx += block) {
                if (random.uniform() < 0.12) continue;  // a park
                for (std::size_t q = 0; q < 4; ++q) build(random, bx + (q & 1U) * 8, by + (q >> 1U) * 8);
            }
    }

    bool solid(std::size_t i, std::size_t j, std::size_t k) const { return solid_[(k * ny_ + j) * nx_ + i]; }

private:
    void build(Random& random, std::size_t x, std::size_t y) {
        auto const side = [&] { return static_cast<std::size_t>(8 * (0.55 + 0.45 * random.uniform())); };
        std::size_t const x_end = std::min(nx_, x + side());
        std::size_t const y_end = std::min(ny_, y + side());
        bool const tower = random.uniform() < 0.08;
        double const height = 8 + (tower ? 60 : 20) * random.uniform();
        std::size_t const levels = std::min(static_cast<std::size_t>(height / layer), nz_ - 8);
        for (std::size_t k = 0; k < levels; ++k)
            for (std::size_t j = y; j < y_end; ++j)
                for (std::size_t i = x; i < x_end; ++i) solid_[(k * ny_ + j) * nx_ + i] = true;
    }

    std::size_t nx_;
    std::size_t ny_;
    std::size_t nz_;
    std::vector<bool> solid_;
};

}  // namespace

mesh::CityMesh block_city(std::size_t nx, std::size_t ny, std::size_t nz) {
    mesh::MeshOptions options;
    options.cell_size_m = cell_size;
    options.first_layer_m = layer;
    options.levels = static_cast<int>(nz);
    options.top_m = layer * static_cast<double>(nz);
    mesh::CityMesh open({0, 0, cell_size * static_cast<double>(nx), cell_size * static_cast<double>(ny)}, options);
    mesh::Openness openness;
    openness.cell.assign(open.n_cells(), mesh::Openness::open);
    openness.x_face.assign((nx + 1) * ny * nz, mesh::Openness::open);
    openness.y_face.assign(nx * (ny + 1) * nz, mesh::Openness::open);
    openness.z_face.assign(nx * ny * (nz + 1), mesh::Openness::open);
    std::fill_n(openness.z_face.begin(), nx * ny, std::uint8_t(0));
    Blocks const blocks(nx, ny, nz);
    for (std::size_t k = 0; k < nz; ++k)
        for (std::size_t j = 0; j < ny; ++j)
            for (std::size_t i = 0; i < nx; ++i) {
                if (!blocks.solid(i, j, k)) continue;
                std::size_t const cell = (k * ny + j) * nx + i;
                std::size_t const west = (k * ny + j) * (nx + 1) + i;
                std::size_t const south = (k * (ny + 1) + j) * nx + i;
                openness.cell[cell] = 0;
                openness.x_face[west] = openness.x_face[west + 1] = 0;
                openness.y_face[south] = openness.y_face[south + nx] = 0;
                openness.z_face[cell] = openness.z_face[cell + nx * ny] = 0;
            }
    return mesh::CityMesh(std::move(open), std::move(openness));
}

state::WindField first_guess(mesh::CityMesh const& mesh) {
    state::WindField wind(mesh, "wind", "m s-1");
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const speed = 5 * std::log((mesh.z_centre(k) + 0.5) / 0.5) / std::log(21.0);
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                std::size_t const face = wind.x_face(i, j, k);
                wind.x()[face] = mesh.x_aperture(face) > 0 ? 0.866 * speed : 0;
            }
        for (std::size_t j = 0; j <= mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                std::size_t const face = wind.y_face(i, j, k);
                wind.y()[face] = mesh.y_aperture(face) > 0 ? 0.5 * speed : 0;
            }
    }
    return wind;
}

}  // namespace hacthanh::bench
