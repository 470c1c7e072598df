#pragma once
/// The projection as a plain linear system for the solvers that ours is compared with.

#include "sim/core/aligned_array.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <cstddef>
#include <cstdint>

namespace hacthanh::bench {

/// An array of cells with one layer of ghost cells around; rows start at multiples of 16 values.
struct Dim {
    static constexpr std::size_t padding = 16;
    int nx = 0;
    int ny = 0;
    int nz = 0;
    std::size_t sx = 0;  ///< from row to row
    std::size_t sy = 0;  ///< from plane to plane
    std::size_t n = 0;   ///< values

    Dim() = default;
    Dim(int x, int y, int z) : nx(x), ny(y), nz(z) {
        sx = (static_cast<std::size_t>(x) + 2 * padding - 1) / padding * padding;
        if (sx < static_cast<std::size_t>(x) + padding + 1) sx += padding;
        sy = sx * static_cast<std::size_t>(y + 2);
        n = sy * static_cast<std::size_t>(z + 2) + 64;
    }
    std::size_t id(int i, int j, int k) const {
        return static_cast<std::size_t>(k + 1) * sy + static_cast<std::size_t>(j + 1) * sx +
               static_cast<std::size_t>(i + static_cast<int>(padding));
    }
    double n_cells() const { return static_cast<double>(nx) * ny * nz; }
};

/// A x = b, A x = sum over faces of k c (x - x beyond). c is 0 for a closed face, 1 for an open one and 2 for an open
/// side of the domain, half a cell away, beyond which x = 0. Face i of an array lies between cells i and i + 1.
struct Problem {
    Dim d;
    float kx = 1;
    float ky = 1;
    float kz = 1;
    AlignedArray<std::uint8_t> ox;
    AlignedArray<std::uint8_t> oy;
    AlignedArray<std::uint8_t> oz;
    AlignedArray<float> b;
};

/// @param mesh  equal layers, faces either open or closed
Problem make_problem(mesh::CityMesh const& mesh, state::WindField const& first_guess);

/// 2-norm of b - A x over that of b, in double.
double relative_residual(Problem const& problem, double const* x);
double relative_residual(Problem const& problem, float const* x);

/// What a solver did, without its set-up.
struct Outcome {
    double seconds = 0;  ///< wall time
    int iterations = 0;
    double relative_residual = 1;
};

}  // namespace hacthanh::bench
