#pragma once

#include "sim/answers/detail/lane_kernels.hpp"

#include <vector>

namespace hacthanh::answers::detail {

/// Every set of kernels that this processor can run, slowest first. Never empty; all give the same bits.
std::vector<LaneKernelSet const*> usable_kernels();

/// The fastest of them.
LaneKernelSet const& best_kernels();

}  // namespace hacthanh::answers::detail
