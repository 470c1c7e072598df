#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/weather/conditions.hpp"
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
/// Horizontal diffusivity: K_h = K_z sigma_v^2 / sigma_w^2, never below 0.1 m2/s, and that of the wind's slow
/// meandering (calm.hpp) on top.
/// Calms: the wind at the met site is taken as at least min_wind_m_s; 0 is a valid measurement.
/// Equations, sources and tests: docs/theory/weather.md.
///
/// @param options         validated settings; roughness lengths > 0
/// @param conditions      the weather of the moment, wind >= 0; its wind, 1/L and mixing height count, not the options'
/// @param schmidt_number  turbulent Schmidt number Sc [1], > 0
/// @return speeds and K_h per layer (nz), K_z per layer border (nz + 1), see InflowProfile
/// Throws InputError when the blending height lies below the city's roughness. Thread-safe.
state::InflowProfile make_inflow_profile(WeatherOptions const& options, Conditions const& conditions,
                                         mesh::CityMesh const& mesh, double schmidt_number);

/// The same for the weather that the settings themselves give.
state::InflowProfile make_inflow_profile(WeatherOptions const& options, mesh::CityMesh const& mesh,
                                         double schmidt_number);

/// Wind at 10 m over ground without displacement [m/s] at this friction velocity [m/s], roughness [m] and 1/L [1/m].
double wind_at_10_m(double friction_velocity, double roughness_length, double inverse_obukhov_length);

/// The inverse: friction velocity [m/s] of a wind at 10 m.
double friction_velocity_at_10_m(double wind_speed, double roughness_length, double inverse_obukhov_length);

}  // namespace hacthanh::weather
