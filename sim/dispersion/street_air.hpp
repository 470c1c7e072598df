#pragma once
/// Concentrations at the two kerbs of a street that a mesh does not resolve, for an emission of 1 kg per metre and
/// second: a canyon between walls, or an open road. Closed forms; docs/theory/street_canyon.md.

#include "sim/state/vehicle_group.hpp"

#include <array>

namespace hacthanh::dispersion {

/// h0, over which vehicles mix their exhaust [m]: OSPM, Hertel & Berkowicz 1989, evidence M.
inline constexpr double wake_height_m = 2;

/// The air over the roofs, or over an open road.
struct StreetWind {
    double speed = 0;                   ///< at the roofs, or near the ground of an open road [m/s], > 0
    double friction_velocity = 0;       ///< [m/s], > 0
    double inverse_obukhov_length = 0;  ///< [1/m]
    double mixing_height = 800;         ///< [m], > 0
    double sine = 1;                    ///< of the angle between wind and street, 0..1
    double vehicle_turbulence = 0;      ///< sigma_w0 of vehicle_turbulence() [m/s], >= 0
};

/// A street between walls.
struct CanyonShape {
    double width = 0;   ///< wall to wall [m], > 0
    double height = 0;  ///< mean of the walls [m], > 0
};

/// Concentration over emission per length [s/m2].
struct KerbResponse {
    double leeward = 0;    ///< at the side that the wind comes from (in a canyon), or the downwind kerb of an open road
    double windward = 0;   ///< at the other side
    double residence = 0;  ///< mean time that the exhaust has spent in the street [s]
};

/// Vertical turbulence that vehicles make, sigma_w0 [m/s]: sigma_w0^2 = b^2 sum N V S^2 / W, b = 0.3.
///
/// Source: OSPM, Hertel & Berkowicz 1989 (evidence M); S^2 = 2 m2 for cars and 16 m2 for lorries as there; 0.4 m2 for
/// motorcycles from their footprint over a car's (1.5 of 7.3 m2), evidence M.
/// @param metres_driven  per vehicle group, in this street, per metre of it and second [1/s]
/// @param speed          mean speed of the group [m/s]
double vehicle_turbulence(std::array<double, state::n_vehicle_groups> const& metres_driven,
                          std::array<double, state::n_vehicle_groups> const& speed, double width);

/// Standard deviation of the vertical wind at a height [m/s]: as MUNICH (Kim et al. 2022, doi:10.5194/gmd-15-7371-2022)
/// has it for stable, neutral and unstable air.
double vertical_turbulence(StreetWind const& wind, double height);

/// Speed at which air is exchanged through the open top of a canyon [m/s]: sigma_w / (sqrt(2) pi), SIRANE (Soulhac et
/// al. 2011, doi:10.1016/j.atmosenv.2011.07.008), with the vehicles' turbulence, 0.4 sigma_w0^2, added to sigma_w^2 as
/// in OSPM.
double roof_exchange(StreetWind const& wind, double height);

/// A canyon of endless length.
///
/// The mean of both sides is that of a well-mixed box that is emptied through its top, 1 / (roof_exchange width); their
/// ratio is OSPM's, (direct plume + recirculated air) / recirculated air, for the part of the wind across the street
/// (Hertel & Berkowicz 1989; evidence M). The difference fades when the wind over the roofs falls below 2 m/s.
/// Valid for 0.2 < height / width < 3; no crossings, no gaps in the walls, no trees.
KerbResponse canyon_response(CanyonShape const& shape, StreetWind const& wind);

/// An endless open road: what its own vehicles add at its kerbs.
///
/// Gaussian plumes of line sources spread over the road's width, sigma_z of RLINE with the coefficients of AERMOD 23132
/// (Snyder et al. 2013, doi:10.1016/j.atmosenv.2013.05.074) and an initial mixing of 1.2 m at 1.3 m height (EPA
/// hot-spot guidance, cars); oblique wind by the longer way to the kerb, never more along the road than 10 degrees.
/// @param width  of the road [m]  @param kerb  from its edge to the receptor [m]  @param height  of the receptor [m]
KerbResponse open_road_response(double width, double kerb, double height, StreetWind const& wind);

}  // namespace hacthanh::dispersion
