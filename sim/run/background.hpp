#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/state/background.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/run_summary.hpp"

namespace hacthanh::run {

/// The background of the species that a run carries, in their order.
state::Background background_of(scenario::Scenario const& scenario);

/// Makes the background the air that a run starts with, and counts it as the initial mass of the budgets.
/// Precondition: one species of `concentration` and of `summary` per value of `background`.
void start_with(state::Background const& background, mesh::CityMesh const& mesh,
                state::ConcentrationField& concentration, state::RunSummary& summary);

}  // namespace hacthanh::run
