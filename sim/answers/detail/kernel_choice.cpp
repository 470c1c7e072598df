#include "sim/answers/detail/kernel_choice.hpp"

#include "sim/core/instruction_set.hpp"

namespace hacthanh::answers::detail {

std::vector<LaneKernelSet const*> usable_kernels() {
    return usable_on_this_processor(kernels_base, kernels_v3, kernels_v4);
}

LaneKernelSet const& best_kernels() {
    static LaneKernelSet const& best = *usable_kernels().back();
    return best;
}

}  // namespace hacthanh::answers::detail
