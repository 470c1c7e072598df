#pragma once
/// The inner loops of the finite-volume transport, as plain functions on plain arrays.
///
/// One source, transport_kernels.inc, is compiled for several instruction sets; kernels.cpp picks at run time.
/// All give the same bits: no contraction, no reordered sums. These files include nothing with inline functions,
/// so that code for a newer processor cannot leak into the rest of the program.

#include <cstddef>

namespace hacthanh::dispersion::detail {

/// Floats that every array of the flow must have behind its last value, so that rows may be read in whole vectors.
inline constexpr std::size_t slack = 16;

/// Diffusion of a face that is closed: nothing passes, and slopes do not look through it.
inline constexpr float wall = -1.0F;

/// Rows [j_begin, j_end) of one layer, all species. Pointers are to the first row of the layer.
///
/// Rates are per second: volume that passes a face over the volume of a whole cell.
struct HorizontalTile {
    std::size_t nx = 0;
    std::size_t ny = 0;
    std::size_t j_begin = 0;
    std::size_t j_end = 0;
    std::size_t n_species = 0;
    bool walls = false;                  ///< some face of the layer is closed
    float time_step = 0;                 ///< [s]
    float const* const* in = nullptr;    ///< [species] -> [ny][nx]
    float* const* out = nullptr;         ///< [species] -> [ny][nx]; not in
    float const* inflow = nullptr;       ///< [species] concentration outside the open sides
    float const* x_rate = nullptr;       ///< [ny][nx + 1]
    float const* y_rate = nullptr;       ///< [ny + 1][nx]
    float const* x_diffusion = nullptr;  ///< [ny][nx + 1], 0 on the sides of the domain, `wall` where closed
    float const* y_diffusion = nullptr;  ///< [ny + 1][nx], the same
    float const* volume = nullptr;       ///< [ny][nx] free-volume fraction
    double* inflow_sum = nullptr;        ///< [species] concentration x cell volumes that came in; added to
    double* outflow_sum = nullptr;       ///< [species] the same for what left
    float* scratch = nullptr;            ///< horizontal_scratch_size() floats, 64-byte aligned
};

/// Widest strip of a vertical sweep [columns].
inline constexpr std::size_t strip_width = 64;

/// `n` neighbouring columns, all species. Pointers are to the lowest cell or face of the first column; the next
/// level is `stride` further.
struct VerticalStrip {
    std::size_t n = 0;  ///< <= strip_width
    std::size_t nz = 0;
    std::size_t stride = 0;
    std::size_t n_species = 0;
    double time_step = 0;                    ///< [s]
    bool wind = false;                       ///< air moves up or down somewhere
    bool walls = false;                      ///< some face of the mesh is closed
    bool twice = false;                      ///< end of one step and beginning of the next
    float const* const* emission = nullptr;  ///< [species] concentration added between the two
    std::size_t emission_levels = 0;         ///< that it has
    float const* const* in = nullptr;        ///< [species]
    float* const* out = nullptr;             ///< [species]
    float const* inflow = nullptr;           ///< [species] concentration above the lid
    float const* z_speed = nullptr;          ///< [nz + 1] levels [m/s], 0 on the ground
    float const* conductance =
        nullptr;                    ///< [nz + 1] levels, K_z over the distance of centres [m/s], `wall` where closed
    float const* volume = nullptr;  ///< [nz] levels
    double const* thickness = nullptr;      ///< [nz] layers [m]
    float const* per_thickness = nullptr;   ///< [nz] 1 / thickness [1/m]
    float const* slope_weight = nullptr;    ///< [nz] 2 h / (distance between the centres below and above)
    unsigned char const* z_open = nullptr;  ///< [nz + 1] levels, open part of the face in 255ths; null: all but ground
    double const* deposition = nullptr;     ///< [species] velocity by turbulence [m/s]
    double const* settling = nullptr;       ///< [species] velocity [m/s]
    double const* loss = nullptr;           ///< [species] part that first-order loss takes in this step, [0, 1]
    double* inflow_sum = nullptr;           ///< [species] concentration x height that came in through the lid; added to
    double* outflow_sum = nullptr;          ///< [species] the same for what left
    double* deposited_sum = nullptr;        ///< [species] concentration x height that went to the ground; added to
    double* lost_sum = nullptr;             ///< [species] the same for what first-order loss took
    float* scratch = nullptr;               ///< vertical_scratch_size() floats, 64-byte aligned
};

/// Length of a scratch row: 16 floats of ghost cells before, 32 behind, as loops look one vector ahead, and whole
/// vectors.
constexpr std::size_t padded_row(std::size_t nx) { return (nx + 15) / 16 * 16 + 48; }
constexpr std::size_t horizontal_scratch_size(std::size_t nx, std::size_t n_species) {
    return padded_row(nx) * (17 + 10 * n_species);
}
constexpr std::size_t vertical_scratch_size(std::size_t nz, std::size_t n_species) {
    return 16 * (10 * (nz + 1) + 3) + (5 * n_species + nz) * strip_width;
}

/// The kernels for one instruction set.
struct TransportKernels {
    char const* name;
    /// Concentration in, mass (concentration x volume fraction) out.
    void (*sweep_y_then_x)(HorizontalTile const&);
    /// Mass in, concentration out.
    void (*sweep_x_then_y)(HorizontalTile const&);
    /// Wind, removal, mixing: mass in, concentration out. Or `twice`, the end of one step and the beginning of the
    /// next: wind, removal, mixing, emission, removal, mixing, wind; mass in and out. In and out may be the same.
    void (*sweep_z)(VerticalStrip const&);
    /// values[i] += factor * increment[i].
    void (*add)(float* values, float const* increment, float factor, std::size_t n);
    /// Sum in a fixed order.
    double (*sum)(float const* values, std::size_t n);
    /// Sum of values[i] * weights[i] in the same order.
    double (*weighted_sum)(float const* values, float const* weights, std::size_t n);
};

extern TransportKernels const kernels_base;
#if defined(__x86_64__)
extern TransportKernels const kernels_v3;
extern TransportKernels const kernels_v4;
#endif

}  // namespace hacthanh::dispersion::detail
