#pragma once

#include "sim/wind/detail/projection_kernels.hpp"

#include <vector>

namespace hacthanh::wind::detail {

/// Every set of kernels that this processor can run, slowest first. Never empty; all give the same bits.
std::vector<ProjectionKernels const*> usable_kernels();

/// The fastest of them.
ProjectionKernels const& best_kernels();

}  // namespace hacthanh::wind::detail
