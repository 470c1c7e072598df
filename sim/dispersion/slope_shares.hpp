#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <array>
#include <span>
#include <vector>

namespace hacthanh::dispersion {

/// How much of each cell's central difference is taken as its slope along x, y and z: 0 (first order) to 1 (unlimited).
/// With given shares the transport is linear.
struct SlopeShares {
    std::array<std::vector<float>, 3> along;  ///< [axis][cell of the mesh]
};

/// What the limiter of the transport (monotonised central, van Leer 1977, doi:10.1016/0021-9991(77)90095-X) leaves of
/// the central differences of a field: 0 at extremes, 1 where the field is smooth (also where it is constant).
///
/// LinearTransport with these shares does to this very field what the limited transport does.
/// @param concentration  of every cell of the mesh, above that of the air that flows in
/// Cost O(cells). Throws SolverError when the flow is not finite or a diffusivity negative.
SlopeShares limited_shares(std::span<double const> concentration, state::Flow const& flow, mesh::CityMesh const& mesh);

}  // namespace hacthanh::dispersion
