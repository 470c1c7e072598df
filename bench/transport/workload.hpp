#pragma once

#include "sim/dispersion/dispersion_model.hpp"
#include "sim/dispersion/removal.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hacthanh::bench {

/// A transport task that does not change: cells, wind, sources.
struct Workload {
    std::string name;
    std::shared_ptr<mesh::CityMesh const> shared_mesh;  ///< the fields point to it
    state::Flow flow;
    state::EmissionField emission;
    std::vector<dispersion::Removal> removal;  ///< one per species

    mesh::CityMesh const& mesh() const { return *shared_mesh; }
};

/// A city morning: 20 m cells, 30 layers to 500 m, the default wind profile, 3 m/s from 230 degrees, and traffic in
/// the two lowest layers on every tenth row and column.
Workload city_morning(std::size_t n, std::size_t n_species);

/// The same with eddies in all three directions on top of the wind; fluxes in balance to rounding.
Workload swirling_city(std::size_t n, std::size_t n_species);

/// Blocks of buildings in their own balanced wind, 200 x 200 x 40 cells of 5 x 5 x 2.5 m: the grid and the city of the
/// prototype, with cut-off faces, wind in all three directions, mixing, deposition and traffic in all streets.
Workload block_city(std::size_t n_species);

/// What a first program would do: donor-cell upwind and explicit diffusion, cell by cell, one pass per species.
/// Moves `in` to `out`, both [nz][ny][nx], by `time_step` [s]. The speed that ours is compared with.
void plain_step(Workload const& workload, float const* in, float* out, double time_step);

}  // namespace hacthanh::bench
