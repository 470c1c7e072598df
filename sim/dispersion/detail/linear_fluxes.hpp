#pragma once
/// The fluxes of the linear schemes, face by face, as factors of the concentrations around the face.

#include "sim/dispersion/detail/linear_rows.hpp"
#include "sim/dispersion/linear_transport.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <utility>

namespace hacthanh::dispersion::detail {

/// Sum of factor [m3/s] x concentration of a cell, or of the inflow where the cell is `outside`.
struct LinearFlux {
    std::array<std::pair<std::size_t, double>, 8> terms;
    std::size_t size = 0;

    void add(std::size_t cell, double factor) {
        if (factor != 0) terms[size++] = {cell, factor};
    }
};

/// Calls visit(low, high, flux) for every face that something passes: mass per second from the cell `low` to the next
/// one east, north or above; either may be `outside`.
/// @param shares  of the slopes that are taken; null: all of them
/// Throws SolverError when the flow is not finite or a diffusivity negative.
void for_each_linear_flux(LinearScheme scheme, state::Flow const& flow, mesh::CityMesh const& mesh,
                          SlopeShares const* shares,
                          std::function<void(std::size_t low, std::size_t high, LinearFlux const& flux)> const& visit);

}  // namespace hacthanh::dispersion::detail
