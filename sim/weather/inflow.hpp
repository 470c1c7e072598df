#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/weather/options.hpp"

namespace hacthanh::weather {

/// Undisturbed wind and turbulence over the city from the wind measured at a met site.
///
/// Wind: U(z) = u*/kappa [ln(z'/z0) - psi_m(z'/L) + psi_m(z0/L)], z' = z - d, zero for z' <= z0. The met site's
/// profile (its roughness, no displacement) is followed from 10 m up to the blending height, where the city's profile
/// takes over (Wieringa 1986, doi:10.1002/qj.49711247316); L is the same at both. No shear above the mixing height.
/// Vertical diffusivity: K_z = kappa u* z' (1 - z/zi)^2 / (Sc phi_h(z'/L)) (Troen & Mahrt 1986,
/// doi:10.1007/BF00122760), in unstable air with phi_h held from 0.1 zi up; 0 from zi on. Between the buildings
/// z' = 0.3 z, as the displacement is about 0.7 of their height (Grimmond & Oke 1999,
/// doi:10.1175/1520-0450(1999)038<1262:APOUAD>2.0.CO;2), so that air is mixed there too.
/// Horizontal diffusivity: K_h = K_z sigma_v^2 / sigma_w^2, never below 0.1 m2/s.
/// Equations, sources and tests: docs/theory/weather.md.
///
/// @param options         validated settings; wind speed > 0, roughness lengths > 0
/// @param schmidt_number  turbulent Schmidt number Sc [1], > 0
/// @return speeds and K_h per layer (nz), K_z per layer border (nz + 1), see InflowProfile
/// Throws InputError when the blending height lies below the city's roughness. Thread-safe.
state::InflowProfile make_inflow_profile(WeatherOptions const& options, mesh::CityMesh const& mesh,
                                         double schmidt_number);

}  // namespace hacthanh::weather
