#pragma once

#include "sim/state/flow_zone.hpp"
#include "sim/state/particle_turbulence.hpp"
#include "sim/wind/first_guess.hpp"
#include "sim/wind/projection.hpp"
#include "sim/wind/turbulence.hpp"
#include "sim/wind/wind_solver.hpp"

#include <span>

namespace hacthanh::wind {

/// Everything that is known of one wind.
struct WindSolution {
    state::Flow flow;
    state::FlowMap zones;
    ProjectionReport report;
};

/// Wind around buildings: inflow profile -> first guess -> projection to balanced fluxes -> turbulence.
///
/// Built once per geometry (blocks, multigrid levels, wall distances), then asked for any wind. Steady, no momentum
/// balance, no buoyancy around buildings; what it can and cannot do: docs/theory/wind.md.
/// Same bits for any number of threads. One object may be used by several threads at once.
class MassConsistentWind : public WindSolver {
public:
    /// @param mesh            with `buildings` cut into it (mesh::block_buildings); must outlive this
    /// @param buildings       must outlive this; those outside the mesh still act on what is inside
    /// @param schmidt_number  turbulent Schmidt number of the diffusivities [1], > 0
    /// @param parallel        must outlive this
    /// Throws InputError when no air can enter or leave the mesh.
    MassConsistentWind(mesh::CityMesh const& mesh, std::span<city::Building const> buildings,
                       WindOptions const& options, double schmidt_number, Parallel const& parallel);

    state::Flow solve(state::InflowProfile const& profile) const override { return solve_with_zones(profile).flow; }

    /// The same wind with its map and how well the projection went.
    WindSolution solve_with_zones(state::InflowProfile const& profile) const;

    /// Turbulence for particles in a wind of this solver.
    state::ParticleTurbulence particle_turbulence(state::WindField const& wind,
                                                  state::InflowProfile const& profile) const {
        return turbulence_.for_particles(wind, profile, *parallel_);
    }

private:
    Parallel const* parallel_;
    double schmidt_number_;
    RoeckleFirstGuess first_guess_;
    Projection projection_;
    Turbulence turbulence_;
};

}  // namespace hacthanh::wind
