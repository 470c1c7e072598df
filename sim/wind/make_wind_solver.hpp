#pragma once

#include "sim/city/building.hpp"
#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/wind/options.hpp"
#include "sim/wind/wind_solver.hpp"

#include <memory>
#include <span>

namespace hacthanh::wind {

/// Whether these settings ask for wind around buildings on this mesh.
bool is_building_aware(WindOptions const& options, mesh::CityMesh const& mesh);

/// The solver that `options.model` names; see MassConsistentWind for what must outlive it.
/// Throws InputError for an unknown model, for uniform wind on a mesh with buildings, and what the solver's constructor
/// throws.
std::unique_ptr<WindSolver> make_wind_solver(WindOptions const& options, mesh::CityMesh const& mesh,
                                             std::span<city::Building const> buildings, double schmidt_number,
                                             Parallel const& parallel);

}  // namespace hacthanh::wind
