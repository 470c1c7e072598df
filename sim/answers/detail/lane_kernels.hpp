#pragma once
/// The inner loops of the steady solver on plain arrays: one sparse matrix, several right-hand sides side by side.
///
/// A block holds `lanes` vectors, [row][lane]: an entry of the matrix is read once and multiplies all of them. Lanes
/// never meet, so a vector has the same bits alone and among others. One source, lane_kernels.inc, is compiled for
/// several instruction sets; kernel_choice.cpp picks at run time. All give the same bits. These files include nothing
/// with inline functions, so that code for a newer processor cannot leak into the rest of the program.

#include <cstddef>
#include <cstdint>

namespace hacthanh::answers::detail {

inline constexpr std::size_t most_lanes = 16;  ///< a cache line of single precision

inline constexpr std::size_t most_line = 512;  ///< rows of a line; longer ones are cut

/// A matrix by rows; values in both precisions or one.
struct RowsView {
    std::size_t n = 0;
    std::uint32_t const* begin = nullptr;  ///< [n + 1] of each row's entries
    std::uint32_t const* column = nullptr;
    double const* exact = nullptr;
    float const* value = nullptr;
};

/// What rows take from other lines of rows.
struct TriangleView {
    std::uint32_t const* begin = nullptr;  ///< [n + 1] of each row's entries
    std::uint32_t const* column = nullptr;
    float const* value = nullptr;
};

/// Lines of rows, each a tridiagonal system in factors, and what couples them to lines before and behind.
struct SweepView {
    std::size_t n_lines = 0;
    std::uint32_t const* line = nullptr;  ///< [n_lines + 1] first row of each
    float const* lower = nullptr;         ///< [n] of the elimination: times the row before
    float const* upper = nullptr;         ///< [n] times the row behind
    float const* inverse = nullptr;       ///< [n] of the diagonal after elimination
    TriangleView before;
    TriangleView behind;
};

/// Kernels for a number of lanes. Sums over rows [lane] are added in the order of the rows.
struct LaneKernels {
    std::size_t lanes;
    /// residual = right - A x; its squared norms.
    void (*residual)(RowsView const&, double const* right, double const* x, float* residual, double* squares);
    /// y = what the sweep solves for x
    void (*sweep)(SweepView const&, float const* x, float* y);
    /// y = A x; the sums of y y and of y with `other`.
    void (*multiply)(RowsView const&, float const* x, float* y, float const* other, double* squares, double* with);
    /// y += factor x
    void (*add)(std::size_t n, float const* factor, float const* x, float* y);
    /// sum += omega z; residual -= omega t; the squares of residual and its sum with `shadow`.
    void (*correct)(std::size_t n, float const* omega, float const* z, float const* t, float* sum, float* residual,
                    float const* shadow, double* squares, double* with);
    /// direction = residual + beta (direction - omega v)
    void (*turn)(std::size_t n, float const* beta, float const* omega, float const* residual, float const* v,
                 float* direction);
    /// y = factor x where the factor is not 0
    void (*scaled)(std::size_t n, float const* factor, float const* x, float* y);
    /// x += factor y, into double precision
    void (*update)(std::size_t n, double const* factor, float const* y, double* x);
};

/// The kernels of one instruction set, for one vector and for many.
struct LaneKernelSet {
    char const* name;
    LaneKernels one;
    LaneKernels many;
};

extern LaneKernelSet const kernels_base;
#if defined(__x86_64__)
extern LaneKernelSet const kernels_v3;
extern LaneKernelSet const kernels_v4;
#endif

}  // namespace hacthanh::answers::detail
