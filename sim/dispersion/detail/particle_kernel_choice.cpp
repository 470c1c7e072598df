#include "sim/dispersion/detail/particle_kernels.hpp"

namespace hacthanh::dispersion::detail {

ParticleKernels const& best_particle_kernels() {
#if defined(__x86_64__) && !defined(__clang__)  // clang 14 does not know the names of the levels
    static ParticleKernels const& best = __builtin_cpu_supports("x86-64-v4")   ? particle_kernels_v4
                                         : __builtin_cpu_supports("x86-64-v3") ? particle_kernels_v3
                                                                               : particle_kernels_base;
    return best;
#else
    return particle_kernels_base;
#endif
}

}  // namespace hacthanh::dispersion::detail
