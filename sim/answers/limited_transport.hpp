#pragma once

#include "sim/answers/adjoint_rows.hpp"
#include "sim/dispersion/linear_transport.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/state/flow.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::answers {

/// A linear transport with the slopes that the limited one has in the steady air of some emission.
struct LimitedTransport {
    dispersion::LinearTransport transport;
    std::size_t repetitions = 0;  ///< solutions that it took
    double change = 0;            ///< of the air in the last one, relative in L2
};

/// The steady transport linearised about an emission.
///
/// Solves A(φ) c = s and takes φ, the part of each slope that the limiter leaves (dispersion::limited_shares), from c,
/// until c changes by less than `tolerance`; φ goes half of its way each time, which converges where whole steps
/// alternate. For the emission s itself A(φ) c is then what the limited transport does; for others the slopes stay
/// those of s. Every repetition costs a factorisation and a solution; there are at most 12, and after them the last is
/// taken: it is a linear transport in any case, and `change` says how far it was.
/// @param emission  of cells [kg/s] in `share`; none at all gives slopes without limits
/// Throws as LinearTransport and SteadySolver, InputError when a cell has no air.
LimitedTransport linearise_about(CellShares const& emission, state::Flow const& flow,
                                 dispersion::Removal const& removal, double tolerance = 3e-3);

}  // namespace hacthanh::answers
