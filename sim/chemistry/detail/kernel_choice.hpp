#pragma once

#include "sim/chemistry/detail/reaction_kernel.hpp"

#include <vector>

namespace hacthanh::chemistry::detail {

/// Every set of kernels that this processor can run, slowest first. Never empty; all give the same bits.
std::vector<ReactionKernels const*> usable_kernels();

/// The fastest of them.
ReactionKernels const& best_kernels();

}  // namespace hacthanh::chemistry::detail
