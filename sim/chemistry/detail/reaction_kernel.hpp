#pragma once
/// The inner loop of the chemistry, as a plain function on plain arrays.
///
/// One source, reaction_kernel.inc, is compiled for several instruction sets; kernel_choice.cpp picks at run time. All
/// give the same bits. These files include nothing with inline functions, so that code for a newer processor cannot
/// leak into the rest of the program.

#include <cstddef>
#include <cstdint>

namespace hacthanh::chemistry::detail {

/// A run of cells of one layer and what they go through. Per-species arrays: NO, NO2, O3.
struct Reaction {
    std::size_t n = 0;
    float* no = nullptr;  ///< [n] kg/m3, changed in place; so are the next two
    float* no2 = nullptr;
    float* o3 = nullptr;
    std::uint8_t const* openness = nullptr;  ///< [n] air of the cells in parts of 255; null = all open
    double molar_mass[3] = {1, 1, 1};        ///< [kg/mol]
    double oxidation_time = 0;               ///< k t [m3/mol]
    double phi = 0;                          ///< J/k [mol/m3]
    double gained[3] = {0, 0, 0};            ///< out: sum of the changes times the share of air [kg/m3]
};

/// The kernel for one instruction set.
struct ReactionKernels {
    char const* name;
    void (*react)(Reaction& reaction);
};

extern ReactionKernels const kernels_base;
#if defined(__x86_64__)
extern ReactionKernels const kernels_v3;
extern ReactionKernels const kernels_v4;
#endif

}  // namespace hacthanh::chemistry::detail
