#include "sim/wind/detail/kernel_choice.hpp"

namespace hacthanh::wind::detail {

std::vector<ProjectionKernels const*> usable_kernels() {
    std::vector<ProjectionKernels const*> usable{&kernels_base};
#if defined(__x86_64__) && !defined(__clang__)  // clang 14 does not know the names of the levels
    if (__builtin_cpu_supports("x86-64-v3")) usable.push_back(&kernels_v3);
    if (__builtin_cpu_supports("x86-64-v4")) usable.push_back(&kernels_v4);
#endif
    return usable;
}

ProjectionKernels const& best_kernels() {
    static ProjectionKernels const& best = *usable_kernels().back();
    return best;
}

}  // namespace hacthanh::wind::detail
