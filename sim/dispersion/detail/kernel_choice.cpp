#include "sim/dispersion/detail/kernel_choice.hpp"

#include "sim/core/instruction_set.hpp"

namespace hacthanh::dispersion::detail {

std::vector<TransportKernels const*> usable_kernels() {
    return usable_on_this_processor(kernels_base, kernels_v3, kernels_v4);
}

TransportKernels const& best_kernels() {
    static TransportKernels const& best = *usable_kernels().back();
    return best;
}

}  // namespace hacthanh::dispersion::detail
