#pragma once

#include "sim/core/parallel.hpp"
#include "sim/state/flow.hpp"

#include <span>

namespace hacthanh::wind::detail {

/// What makes and ends turbulence in every cell with air.
struct TurbulenceSources {
    mesh::CellField<float> shear;   ///< the S of production, l sqrt(e) S^2 [1/s]
    mesh::CellField<float> length;  ///< mixing length l [m], > 0
};

/// Turbulence that wind and eddies carry away from where it is made: e = u_l^2 = c^2 k [m2/s2] with, in steady state,
///
///     u . grad e = div(l sqrt(e) grad e) + c^2 (l sqrt(e) S^2 - sqrt(e)^3 / l)
///
/// the one-equation model (Prandtl 1945) for nu_t = l sqrt(e) = c l sqrt(k), dissipation c^3 sqrt(k)^3 / l and one
/// diffusivity for k and momentum. Where nothing is carried, sqrt(e) = l S: the mixing length alone.
///
/// First-order upwind, implicit columns, Gauss-Seidel from column to column in turns along the four diagonals of the
/// map, the wind's own first; of neighbours whose turn is still to come, eddies are taken to follow the same change.
/// Blocks along the wave front run side by side, so the bits do not depend on threads. Eddies pass no walls, ground or
/// sides; air that enters brings `inflow`. In a wind that balances e lies between the least and the greatest of inflow
/// and (l S)^2.
/// @param inflow  e of the undisturbed air, one per layer, > 0; the first guess too
/// @returns sqrt(e) [m/s]; 0 without air. Cost some 15 sweeps of 50 ns a cell.
mesh::CellField<float> carried_turbulence(state::WindField const& wind, TurbulenceSources const& sources,
                                          std::span<double const> inflow, Parallel const& parallel);

}  // namespace hacthanh::wind::detail
