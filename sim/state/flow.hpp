#pragma once

#include "sim/mesh/fields.hpp"

namespace hacthanh::state {

/// Wind normal to every cell face [m/s], positive to the east, north and up. Volume fluxes (speed x face area x
/// aperture) balance in every cell to the tolerance of the solver that made it.
using WindField = mesh::FaceField<float>;

/// Turbulent mixing.
struct TurbulenceField {
    mesh::FaceField<float> vertical_diffusivity;    ///< only its z faces are used [m2/s]; 0 on ground and lid
    mesh::CellField<float> horizontal_diffusivity;  ///< [m2/s]
};

/// What carries pollutants during one span of time.
struct Flow {
    WindField wind;
    TurbulenceField turbulence;
};

}  // namespace hacthanh::state
