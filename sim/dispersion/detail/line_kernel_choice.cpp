#include "sim/dispersion/detail/line_kernels.hpp"

namespace hacthanh::dispersion::detail {

LineKernels const& best_line_kernels() {
#if defined(__x86_64__) && !defined(__clang__)  // clang 14 does not know the names of the levels
    static LineKernels const& best = __builtin_cpu_supports("x86-64-v4")   ? line_kernels_v4
                                     : __builtin_cpu_supports("x86-64-v3") ? line_kernels_v3
                                                                           : line_kernels_base;
    return best;
#else
    return line_kernels_base;
#endif
}

}  // namespace hacthanh::dispersion::detail
