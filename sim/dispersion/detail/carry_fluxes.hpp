#pragma once

#include "sim/core/aligned_array.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/detail/memory_kernels.hpp"
#include "sim/mesh/fields.hpp"
#include "sim/state/flow.hpp"

namespace hacthanh::dispersion::detail {

/// The wind on the faces in single precision, for carry_fluxes().
struct FaceWind {
    FaceWind() = default;
    FaceWind(state::WindField const& wind, mesh::CityMesh const& mesh);

    AlignedArray<float> x, y, z;  ///< laid out as mesh::FaceField [m/s]
    double crossings_per_s = 0;   ///< the most faces that air of a cell crosses in a second [1/s]
};

/// dN/dt + u . grad N = 0 for one step on all inner faces, each component with the wind in the middle of its faces:
/// first-order upwind in all directions at once, monotone for step_s x crossings_per_s <= 1. N enters as 0 from outside
/// and from closed faces. What upwinding smears is where the flux is, not how much there is: in a uniform wind the sum
/// of N over the domain stays, and with it the spread that the fluxes make.
/// @param from  N, 0 on closed faces and on the sides
/// @param to    other than `from`; its closed faces and sides are left as they are
/// Same bits for any number of threads. Cost O(faces).
void carry_fluxes(FaceWind const& wind, mesh::FaceField<float> const& from, double step_s, MemoryKernels const& kernels,
                  Parallel const& parallel, mesh::FaceField<float>& to);

}  // namespace hacthanh::dispersion::detail
