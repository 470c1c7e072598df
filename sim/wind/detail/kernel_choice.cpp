#include "sim/wind/detail/kernel_choice.hpp"

#include "sim/core/instruction_set.hpp"

namespace hacthanh::wind::detail {

std::vector<ProjectionKernels const*> usable_kernels() {
    return usable_on_this_processor(kernels_base, kernels_v3, kernels_v4);
}

ProjectionKernels const& best_kernels() {
    static ProjectionKernels const& best = *usable_kernels().back();
    return best;
}

}  // namespace hacthanh::wind::detail
