#include "sim/core/instruction_set.hpp"
#include "sim/dispersion/detail/line_kernels.hpp"

namespace hacthanh::dispersion::detail {

LineKernels const& best_line_kernels() {
    static LineKernels const& best =
        *usable_on_this_processor(line_kernels_base, line_kernels_v3, line_kernels_v4).back();
    return best;
}

}  // namespace hacthanh::dispersion::detail
