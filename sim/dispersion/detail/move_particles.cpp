#include "sim/dispersion/detail/move_particles.hpp"

#include "sim/core/error.hpp"

#include <algorithm>
#include <atomic>

namespace hacthanh::dispersion::detail {

std::uint64_t move_particles(ParticleCloud& cloud, AlignedArray<CellRecord> const& cells, mesh::CityMesh const& mesh,
                             double time_step, std::uint32_t seed, double step_s, Parallel const& parallel) {
    constexpr std::size_t grain = 64 * particle_lanes;
    cloud.begin_step(static_cast<float>(step_s));
    ParticleStep const task{cells.data(),
                            {1, static_cast<std::int32_t>(mesh.nx()), static_cast<std::int32_t>(mesh.nx() * mesh.ny())},
                            seed,
                            static_cast<float>(time_step),
                            static_cast<float>(mesh.layer_thickness(0))};
    ParticleArrays const arrays = cloud.arrays();
    std::size_t const padded = (cloud.size() + particle_lanes - 1) / particle_lanes * particle_lanes;
    std::atomic<std::uint64_t> steps{0};
    std::atomic<bool> stuck{false};
    parallel.for_blocks(padded, grain, [&](std::size_t begin, std::size_t end) {
        std::uint64_t const taken = best_particle_kernels().advance(task, arrays, begin, end);
        if (taken == no_end)
            stuck = true;
        else
            steps += taken;
    });
    if (stuck)
        throw SolverError(
            "a particle took a million steps without coming to the end of one sample; raise "
            "dispersion.particle_time_step");
    return steps;
}

}  // namespace hacthanh::dispersion::detail
