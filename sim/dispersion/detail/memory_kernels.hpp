#pragma once
/// The inner loops of fluxes that remember, as plain functions on plain arrays; see transport_kernels.hpp for how and
/// why they are compiled for several instruction sets.

#include <cstddef>

namespace hacthanh::dispersion::detail {

/// One row of N and the rows around it. `here` may be read one before its first and one behind its last value.
struct CarriedRow {
    std::size_t n = 0;
    float const* here = nullptr;
    float const* south = nullptr;
    float const* north = nullptr;
    float const* below = nullptr;
    float const* above = nullptr;
    float const* u = nullptr;  ///< Courant numbers of the faces
    float const* v = nullptr;
    float const* w = nullptr;
    float* to = nullptr;
};

/// What a step makes of N on a row of faces; see FluxMemory::Faces.
struct FaceStep {
    float const* keep = nullptr;
    float const* pull = nullptr;
    float const* push = nullptr;
};

/// Faces in a row, with the cells before (west or south of) and behind (east or north of) them.
struct PulledRow {
    std::size_t n = 0;
    float const* before = nullptr;  ///< concentrations
    float const* behind = nullptr;
    float const* air_before = nullptr;
    float const* air_behind = nullptr;
    float* carried = nullptr;  ///< N
    FaceStep faces;
};

/// Widest strip of a vertical solve [columns].
inline constexpr std::size_t memory_strip_width = 64;

/// `n` neighbouring columns of a row. Pointers are to the lowest cell or face of the first; the next level is `stride`
/// further.
struct MemoryStrip {
    std::size_t n = 0;
    std::size_t nz = 0;
    std::size_t nx = 0;              ///< from the south face of a cell to its north face
    std::size_t stride = 0;          ///< of cells and z faces
    std::size_t stride_x = 0;        ///< of x faces
    std::size_t stride_y = 0;        ///< of y faces
    double const* height = nullptr;  ///< [nz] of the layers [m]
    float* c = nullptr;
    float const* air = nullptr;
    float const* push_x = nullptr;
    float const* carried_x = nullptr;
    float const* push_y = nullptr;
    float const* carried_y = nullptr;
    FaceStep faces;              ///< z
    float* carried = nullptr;    ///< N on z faces
    double* content = nullptr;   ///< [nz + 1][memory_strip_width] work
    double* own = nullptr;       ///< the same
    double* coupling = nullptr;  ///< the same; its first and its last level 0
    float* passing = nullptr;    ///< the same
};

struct MemoryKernels {
    char const* name;
    /// to[i] = factor * ((a[i] + b[i]) + (c[i] + d[i]))
    void (*mean_of_four)(float const* a, float const* b, float const* c, float const* d, float factor, float* to,
                         std::size_t n);
    void (*scale)(float const* values, float factor, float* to, std::size_t n);
    void (*carry)(CarriedRow const&);
    /// N of the faces between two rows of cells follows their difference.
    void (*pull)(PulledRow const&);
    /// Lets N on x and y faces act, then mixes along z.
    void (*mix_z)(MemoryStrip const&);
};

extern MemoryKernels const memory_kernels_base;
#if defined(__x86_64__)
extern MemoryKernels const memory_kernels_v3;
extern MemoryKernels const memory_kernels_v4;
#endif

MemoryKernels const& best_memory_kernels();

}  // namespace hacthanh::dispersion::detail
