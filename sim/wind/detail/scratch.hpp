#pragma once

#include "sim/core/aligned_array.hpp"

#include <cstddef>

namespace hacthanh::wind::detail {

/// At least `size` floats that belong to the calling thread until it asks again.
inline float* scratch(std::size_t size) {
    thread_local AlignedArray<float> memory;
    if (memory.size() < size) memory = AlignedArray<float>(size);
    return memory.data();
}

}  // namespace hacthanh::wind::detail
