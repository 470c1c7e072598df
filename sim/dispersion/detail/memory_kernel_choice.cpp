#include "sim/core/instruction_set.hpp"
#include "sim/dispersion/detail/kernel_choice.hpp"

namespace hacthanh::dispersion::detail {

std::vector<MemoryKernels const*> usable_memory_kernels() {
    return usable_on_this_processor(memory_kernels_base, memory_kernels_v3, memory_kernels_v4);
}

MemoryKernels const& best_memory_kernels() {
    static MemoryKernels const& best = *usable_memory_kernels().back();
    return best;
}

}  // namespace hacthanh::dispersion::detail
