#pragma once
/// The inner loop of the particle model, compiled for several instruction sets (kernels_*.cpp).

#include <cstddef>
#include <cstdint>

namespace hacthanh::dispersion::detail {

/// What a particle meets on a face of its cell.
enum FaceKind : std::uint32_t { open_face = 0, wall_face = 1, ground_face = 2, outer_face = 3 };

/// One cell as particles see it: one cache line (arrays of them are aligned). The first numbers are for crossing the
/// cell in parts of its size.
struct CellRecord {
    float wind[6];          ///< through the west, east, south, north, lower and upper face over the cell's size [1/s]
    float spread[3];        ///< sigma of x, y, z over the cell's size [1/s]
    float inverse_time[3];  ///< 1 / Lagrangian time scale of x, y, z [1/s]
    float log_sigma[3];     ///< ln(sigma / 1 m/s)
    std::uint32_t faces;    ///< FaceKind of the six, two bits each, in the order of `wind`
};

/// Particles as arrays. A block of them is worked on at once.
struct ParticleArrays {
    std::uint32_t* cell;   ///< index in the mesh
    float* place[3];       ///< within the cell, 0 to 1
    float* speed[3];       ///< turbulent velocity over sigma
    float* time_left;      ///< until the end of the step [s]
    std::uint32_t* id;     ///< with `draws` and the seed it names the random numbers
    std::uint32_t* draws;  ///< steps taken so far
    float* contact;        ///< sum of 1 / sigma_z over its hits on the ground [s/m]
    std::uint32_t* gone;   ///< not 0 once it left the mesh
};

struct ParticleStep {
    CellRecord const* cells;
    std::int32_t stride[3];  ///< from a cell to the next in x, y, z
    std::uint32_t seed;
    float time_step;     ///< over the shortest Lagrangian time scale
    float ground_layer;  ///< thickness of the lowest cells [m]
};

/// Arrays of particles are so many longer than their particles, a multiple of this.
inline constexpr std::size_t particle_lanes = 16;
/// Second half of the name of a particle's random numbers: philox({id, draws, seed, 0}, particle_key).
inline constexpr unsigned particle_key[2] = {0x70617274U, 0x69636C65U};
/// What advance() returns when a particle took a million steps.
inline constexpr std::uint64_t no_end = ~std::uint64_t{0};

struct ParticleKernels {
    char const* name;
    /// Moves particles [begin, end), whole groups of lanes, to the end of their step; returns the steps taken, or
    /// no_end.
    std::uint64_t (*advance)(ParticleStep const&, ParticleArrays const&, std::size_t begin, std::size_t end);
};

extern ParticleKernels const particle_kernels_base;
#if defined(__x86_64__)
extern ParticleKernels const particle_kernels_v3;
extern ParticleKernels const particle_kernels_v4;
#endif

ParticleKernels const& best_particle_kernels();

}  // namespace hacthanh::dispersion::detail
