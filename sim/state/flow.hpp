#pragma once

#include "sim/mesh/fields.hpp"

namespace hacthanh::state {

/// Wind through the open part of every cell face [m/s], positive to the east, north and up; 0 on closed faces.
/// Volume fluxes (speed x face area x aperture) balance in every cell to round-off, hence in double.
using WindField = mesh::FaceField<double>;

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
