#pragma once

#include "sim/dispersion/detail/memory_kernels.hpp"
#include "sim/dispersion/detail/transport_kernels.hpp"

#include <vector>

namespace hacthanh::dispersion::detail {

/// Every set of kernels that this processor can run, slowest first. Never empty; all give the same bits.
std::vector<TransportKernels const*> usable_kernels();
std::vector<MemoryKernels const*> usable_memory_kernels();

/// The fastest of them.
TransportKernels const& best_kernels();

}  // namespace hacthanh::dispersion::detail
