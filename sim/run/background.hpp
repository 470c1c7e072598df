#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/state/background.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/run_summary.hpp"

#include <vector>

namespace hacthanh::run {

/// The background of some species, in their order.
///
/// A species that the series has is taken from it, value by value: each holds until the next row, a missing one is
/// replaced by the one before, for up to three hours. Others are the scenario's constants. NO is what of NOx is not
/// NO2; without a background of NOx it is 0, and NOx is then the NO2.
/// @param series       may be null
/// @param epoch_utc_s  UTC of traffic second 0 [s since 1970]
/// Throws InputError, with file and line, when the series does not reach over the run, a gap is longer, or NO2 is more
/// than NOx; with the key when chemistry needs a species that is nowhere given.
state::Background background_of(scenario::Scenario const& scenario, std::vector<Pollutant> const& species,
                                state::BackgroundSeries const* series = nullptr, double epoch_utc_s = 0);

/// Makes the background the air that a run starts with, and counts it as the initial mass of the budgets.
/// Precondition: one species of `concentration` and of `summary` per value of `air`.
void start_with(state::InflowConcentration const& air, mesh::CityMesh const& mesh,
                state::ConcentrationField& concentration, state::RunSummary& summary);

}  // namespace hacthanh::run
