#pragma once

#include "sim/mesh/fields.hpp"

namespace hacthanh::state {

/// Turbulence as particles feel it, at the middles of cells; 0 where there is no air.
struct ParticleTurbulence {
    mesh::CellField<float> sigma_along;   ///< standard deviation of wind along the mean wind [m/s]
    mesh::CellField<float> sigma_across;  ///< across it, horizontal [m/s]
    mesh::CellField<float> sigma_up;      ///< vertical [m/s]
    mesh::CellField<float> dissipation;   ///< of turbulent kinetic energy [m2/s3]
};

}  // namespace hacthanh::state
