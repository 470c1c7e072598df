#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/dispersion/options.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/inflow_profile.hpp"

#include <vector>

namespace hacthanh::run {

/// Deposition, settling and loss of a run's species in the weather of the moment: what the settings give, else what
/// dispersion::dry_deposition finds over the city's ground. A deposition velocity that is given and smaller than the
/// computed settling replaces both.
///
/// Of a species with a background nothing deposits unless its velocity is given: the background stands for air near
/// ground on which it deposits already, and taking it away once more, all the way through the domain, would make the
/// city's air cleaner than the air that enters it (docs/adr/0031-background-does-not-deposit.md).
/// @param has_background  one per species; empty = none has
std::vector<dispersion::Removal> removal_of(dispersion::RemovalOptions const& options,
                                            std::vector<Pollutant> const& species, state::InflowProfile const& inflow,
                                            mesh::CityMesh const& mesh, std::vector<bool> const& has_background = {});

}  // namespace hacthanh::run
