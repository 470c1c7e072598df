#include "sim/chemistry/detail/kernel_choice.hpp"

#include "sim/core/instruction_set.hpp"

namespace hacthanh::chemistry::detail {

std::vector<ReactionKernels const*> usable_kernels() {
    return usable_on_this_processor(kernels_base, kernels_v3, kernels_v4);
}

ReactionKernels const& best_kernels() {
    static ReactionKernels const& best = *usable_kernels().back();
    return best;
}

}  // namespace hacthanh::chemistry::detail
