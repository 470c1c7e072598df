#include "sim/chemistry/detail/kernel_choice.hpp"

namespace hacthanh::chemistry::detail {

std::vector<ReactionKernels const*> usable_kernels() {
    std::vector<ReactionKernels const*> usable{&kernels_base};
#if defined(__x86_64__) && !defined(__clang__)  // clang 14 does not know the names of the levels
    if (__builtin_cpu_supports("x86-64-v3")) usable.push_back(&kernels_v3);
    if (__builtin_cpu_supports("x86-64-v4")) usable.push_back(&kernels_v4);
#endif
    return usable;
}

ReactionKernels const& best_kernels() {
    static ReactionKernels const& best = *usable_kernels().back();
    return best;
}

}  // namespace hacthanh::chemistry::detail
