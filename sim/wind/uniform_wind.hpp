#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/wind/wind_solver.hpp"

namespace hacthanh::wind {

/// A unit vector of the horizontal wind.
struct Direction {
    double east = 0;
    double north = 0;
};

/// Where wind blows to that comes from `wind_from_deg`, clockwise from north: (-sin, -cos). 0 blows to the south,
/// 270 to the east. Multiples of 90 degrees give exact zeros and ones.
Direction blows_to(double wind_from_deg);

/// The same wind at every place of a layer: the inflow profile itself, no buildings, no vertical motion.
///
/// Its volume fluxes balance exactly on a mesh without buildings. Cost O(cells). Thread-safe.
class UniformWind : public WindSolver {
public:
    /// @param mesh  must outlive the solver and the fields that it returns
    /// Throws InputError when the mesh has buildings: this wind blows through them.
    explicit UniformWind(mesh::CityMesh const& mesh);

    state::Flow solve(state::InflowProfile const& profile) const override;

private:
    mesh::CityMesh const* mesh_;
};

}  // namespace hacthanh::wind
