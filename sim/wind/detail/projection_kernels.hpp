#pragma once
/// The inner loops of the projection, as plain functions on plain arrays.
///
/// One source, projection_kernels.inc, is compiled for several instruction sets; kernel_choice.cpp picks at run time.
/// All give the same bits. These files include nothing with inline functions that could leak, compiled for a newer
/// processor, into the rest of the program.

#include <cstddef>
#include <cstdint>

namespace hacthanh::wind::detail {

/// The elimination of sixteen columns on one level that have only open faces from here up: it is the same in every row
/// (column_sweeps.inc).
struct OpenStrip {
    float inverse[16];  ///< 1 / p
    float below[16];    ///< d / p
    float ratio[16];    ///< q / p
};

/// All columns of one colour above row j of a board (checkerboard.hpp), and what surrounds them.
///
/// Rows are `stride` apart; every row is processed up to `width`, a multiple of 16.
struct Columns {
    std::size_t nz = 0;
    std::size_t width = 0;
    std::size_t stride = 0;
    std::size_t shift = 0;                 ///< west neighbour m - 1 + shift, east neighbour m + shift
    std::size_t offset = 0;                ///< of row (j, 0) in cell arrays
    std::size_t slab = 0;                  ///< from row j to row j + 1
    std::uint8_t const* west = nullptr;    ///< apertures: own west face
    std::uint8_t const* east = nullptr;    ///< west face of the other colour, from the east neighbour
    std::uint8_t const* south = nullptr;   ///< own south face
    std::uint8_t const* north = nullptr;   ///< south face of the other colour in row j + 1
    std::uint8_t const* bottom = nullptr;  ///< own bottom face, nz + 1 levels
    float const* west_weight = nullptr;    ///< per m
    float const* east_weight = nullptr;    ///< per m
    float south_weight = 0;
    float north_weight = 0;
    float const* layer = nullptr;  ///< [nz]
    float const* level = nullptr;  ///< [nz + 1]
    /// [strip of 16 columns] the level from which up all faces are open and OpenStrip holds; nz: none
    std::uint16_t const* open_from = nullptr;
    OpenStrip const* first_strip = nullptr;   ///< [nz] for the strip m = 0
    OpenStrip const* middle_strip = nullptr;  ///< [nz]
    OpenStrip const* last_strip = nullptr;    ///< [nz]
};

/// One value per cell, by colour: that of the columns and the other one. Whole arrays.
struct OwnAndOther {
    float* own = nullptr;
    float const* other = nullptr;
};

/// search = preconditioned + keep x search and, before that, potential += step x search; the first time both start
/// from 0.
struct SearchStep {
    float const* preconditioned = nullptr;
    float* search = nullptr;
    float* potential = nullptr;
    float keep = 0;
    float step = 0;
    bool first = false;
};

/// A row of mesh cells and its faces, and their conversions to volume fluxes.
struct FluxRow {
    std::size_t n = 0;              ///< cells
    double side_area = 0;           ///< of a vertical face / 255 [m2]
    double plan_area = 0;           ///< of a horizontal face / 255 [m2]
    double const* x = nullptr;      ///< n + 1 speeds
    double const* south = nullptr;  ///< n speeds, and so on
    double const* north = nullptr;
    double const* bottom = nullptr;
    double const* top = nullptr;
    std::uint8_t const* x_aperture = nullptr;
    std::uint8_t const* south_aperture = nullptr;
    std::uint8_t const* north_aperture = nullptr;
    std::uint8_t const* bottom_aperture = nullptr;
    std::uint8_t const* top_aperture = nullptr;
};

/// Sums over the cells of a row.
struct RowBalance {
    double squares = 0;
    double largest = 0;
};

/// The kernels for one instruction set.
struct ProjectionKernels {
    char const* name;
    /// x.own = exact solution of every column for the right-hand side, all other columns 0.
    /// @param scratch  16 nz floats, 64-byte aligned
    void (*solve_alone)(Columns const&, float const* rhs, float* x, float* scratch);
    /// The same with the values of the neighbouring columns.
    void (*solve)(Columns const&, float const* rhs, OwnAndOther x, float* scratch);
    /// to[k][m] += what the other colour's columns push into these: their residual, when they solved their own
    /// equation before the other colour changed from 0. Rows of `to` are `to_stride` apart.
    void (*add_push)(Columns const&, float const* other, float* to, std::size_t to_stride);
    void (*next_search)(SearchStep const&, std::size_t n);
    /// image = operator on search; returns the sum of search x image.
    double (*apply)(Columns const&, OwnAndOther search, float* image);
    /// residual -= step x image; returns the sum of residual^2.
    double (*next_residual)(float* residual, float const* image, float step, std::size_t n);
    /// Sum of a x b.
    double (*dot)(float const* a, float const* b, std::size_t n);
    /// excess[i] = scale x the sum of fluxes out of cell i.
    RowBalance (*measure)(FluxRow const&, float* excess, double scale);
    /// even[m] = values[2 m], odd[m] = values[2 m + 1], n pairs in whole vectors.
    void (*deal)(float const* values, float* even, float* odd, std::size_t n);
    /// values[0, n) += the same back: even[0], odd[0], even[1], …
    void (*add_dealt)(float* values, float const* even, float const* odd, std::size_t n);
    /// values[2 m] = even[m] + factor x more_even[m], values[2 m + 1] alike, n pairs.
    void (*merge)(float* values, float const* even, float const* odd, float const* more_even, float const* more_odd,
                  float factor, std::size_t n);
    /// speed[i] += factor x (high[i] - low[i]), or = 0 where the aperture is 0.
    void (*add_rise)(double* speed, std::uint8_t const* aperture, float const* low, float const* high, double factor,
                     std::size_t n);
};

extern ProjectionKernels const kernels_base;
#if defined(__x86_64__)
extern ProjectionKernels const kernels_v3;
extern ProjectionKernels const kernels_v4;
#endif

}  // namespace hacthanh::wind::detail
