#include "sim/core/instruction_set.hpp"
#include "sim/dispersion/detail/particle_kernels.hpp"

namespace hacthanh::dispersion::detail {

ParticleKernels const& best_particle_kernels() {
    static ParticleKernels const& best =
        *usable_on_this_processor(particle_kernels_base, particle_kernels_v3, particle_kernels_v4).back();
    return best;
}

}  // namespace hacthanh::dispersion::detail
