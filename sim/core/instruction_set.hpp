#pragma once

#include <vector>

namespace hacthanh {

/// Of the same code compiled for three levels of x86-64 (psABI: the base, v3 with AVX2, v4 with AVX-512), those that
/// this processor can run, slowest first. Never empty; elsewhere, and under clang 14, which does not know the names of
/// the levels, the base alone. Cost: two tests of flags.
template <class Kernels>
std::vector<Kernels const*> usable_on_this_processor(Kernels const& base, [[maybe_unused]] Kernels const& v3,
                                                     [[maybe_unused]] Kernels const& v4) {
    std::vector<Kernels const*> usable{&base};
#if defined(__x86_64__) && !defined(__clang__)
    if (__builtin_cpu_supports("x86-64-v3")) usable.push_back(&v3);
    if (__builtin_cpu_supports("x86-64-v4")) usable.push_back(&v4);
#endif
    return usable;
}

}  // namespace hacthanh
