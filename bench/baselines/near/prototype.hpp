#pragma once
/// Small programs that once showed how fast line sources and particles can be, as the speed to beat in the same run.
/// Not validated: the line source's spreads are power laws, the particles know neither gradients of turbulence nor
/// faces.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hacthanh::bench::prototype {

struct Segment {
    float x1, y1, x2, y2;
};

/// Receptors in square blocks of `block` neighbours.
struct Receptors {
    static constexpr int block = 512;
    float side = 0;  ///< of a block [m]
    int blocks_per_row = 0;
    std::vector<float> x, y;
};

/// Lines across or at an angle to the wind by an error function (after Venkatram & Horst) with blocks out of reach left
/// out: the fastest variant. Adds to `c`; unit emission rates.
void erf_lines(std::vector<Segment> const& segments, Receptors const& receptors, float angle, std::vector<float>& c);

/// The same lines from point plumes at `n` nodes each (Gauss-Legendre on [0, 1]), the prototype's other variant, which
/// any accuracy can be asked of.
void gauss_lines(std::vector<Segment> const& segments, Receptors const& receptors, float angle, float const* node,
                 float const* weight, int n, std::vector<float>& c);

/// The same integral from point plumes with `nodes` midpoints a segment, in double: what it should be.
double converged(std::vector<Segment> const& segments, double x, double y, double angle, int nodes);

/// Eight floats a cell: u, v, w, sigma_u, sigma_w, 1/T, drift, open.
struct ParticleField {
    int nx = 0, ny = 0, nz = 0;
    float inverse_dx = 0, inverse_dz = 0;
    std::vector<float> cells;
};

struct Particles {
    std::vector<float> x, y, z, u, v, w;
};

/// One step of all particles.
void advance(ParticleField const& field, Particles& particles, std::uint32_t step, std::uint32_t seed, float dt);

}  // namespace hacthanh::bench::prototype
