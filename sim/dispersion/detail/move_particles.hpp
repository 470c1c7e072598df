#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/detail/particle_cloud.hpp"
#include "sim/mesh/city_mesh.hpp"

namespace hacthanh::dispersion::detail {

/// Moves all released particles by `step_s`; returns how many steps that took, of all particles together.
/// @param time_step  over the Lagrangian time scale
/// Throws SolverError when a particle does not come to the end of its step. Same bits for any number of threads.
std::uint64_t move_particles(ParticleCloud& cloud, AlignedArray<CellRecord> const& cells, mesh::CityMesh const& mesh,
                             double time_step, std::uint32_t seed, double step_s, Parallel const& parallel);

}  // namespace hacthanh::dispersion::detail
