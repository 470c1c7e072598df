#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/detail/particle_kernels.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/particle_turbulence.hpp"

namespace hacthanh::dispersion::detail {

/// Wind and turbulence as the particle kernels read them.
///
/// A cell that buildings cut counts as a whole box whose face winds are scaled by the apertures: they balance over the
/// box, so that evenly spread particles stay evenly spread; closed faces reflect.
/// @param axis_x, axis_y  unit vector of the wind that sigma_along belongs to
/// @param c0              universal constant of the Lagrangian structure function [1]
/// Throws SolverError naming the cell where a number is not finite.
AlignedArray<CellRecord> particle_cells(state::WindField const& wind, state::ParticleTurbulence const& turbulence,
                                        double axis_x, double axis_y, double c0, mesh::CityMesh const& mesh,
                                        Parallel const& parallel);

}  // namespace hacthanh::dispersion::detail
