#pragma once

#include "sim/core/pollutant.hpp"
#include "sim/dispersion/removal.hpp"

#include <optional>

namespace hacthanh::dispersion {

/// The surface layer that resistances depend on.
struct SurfaceAir {
    double friction_velocity = 0;       ///< [m/s], > 0
    double roughness_length = 0;        ///< [m], > 0
    double inverse_obukhov_length = 0;  ///< 1/L [1/m]
    double height = 0;                  ///< of the concentration that is deposited: middle of the lowest layer [m], > 0
};

/// A particle of one size.
struct Particle {
    double diameter = 0;  ///< [m], 1e-8..1e-4
    double density = 0;   ///< [kg/m3], > 0
};

/// A gas on its way into a surface.
struct Gas {
    double schmidt_number = 1;      ///< kinematic viscosity of air over molecular diffusivity [1]
    double surface_resistance = 0;  ///< Rc [s/m]
};

/// Resistance of the air between the height and the surface, Ra = (ln(z/z0) - psi_h(z/L) + psi_h(z0/L)) / (kappa u*)
/// [s/m], with psi_h of Dyer 1974, doi:10.1007/BF00240838, phi_h held at z/L = -2 and 1. 0 at and below z0.
double aerodynamic_resistance(SurfaceAir const& air);

/// Speed at which a particle falls in still air [m/s]: Stokes' law with Cunningham's slip (Seinfeld & Pandis 2016,
/// eq. 9.42 and 9.34). To 5 % up to 20 um, above which the drag is no longer Stokes'.
double settling_velocity(Particle const& particle);

/// Deposition velocity of particles, settling included [m/s]: v_s / (1 - exp(-v_s (Ra + Rs))) (Venkatram & Pleim 1999,
/// doi:10.1016/S1352-2310(99)00094-1) with the surface resistance of Zhang et al. 2001,
/// doi:10.1016/S1352-2310(00)00326-5, land use 15, urban: Brownian motion, impaction, interception, rebound.
double deposition_velocity(Particle const& particle, SurfaceAir const& air);

/// Deposition velocity of a gas [m/s]: 1 / (Ra + Rb + Rc), Rb = 2 / (kappa u*) (Sc / Pr)^(2/3) (Wesely & Hicks 1977,
/// doi:10.1080/00022470.1977.10470534).
double deposition_velocity(Gas const& gas, SurfaceAir const& air);

/// Rc of urban ground without plants [s/m]: 100 + 1 / (f0 / 300 + H / (1e5 * 400)) (Wesely 1989,
/// doi:10.1016/0004-6981(89)90153-4, tables 1 and 2, land use 1, midsummer).
/// @param reactivity  f0: 1 for ozone, 0.1 for NO2, 0 for NO  @param henry  effective Henry constant [M/atm], 0.01 for
/// both
double urban_surface_resistance(double reactivity, double henry);

/// What stands for the particles of a pollutant; nothing for gases. Mass median diameters, evidence M but for the
/// sources in deposition.cpp: a distribution of sizes is represented by one.
std::optional<Particle> particle_of(Pollutant pollutant);

/// Deposition and settling of a pollutant: particles as above. CO, CO2, HC, NO and fuel do not deposit noticeably
/// (Wesely 1989), NOx is carried as one and counted as NO, most of it near its source. Cost: some ten exponentials.
/// Thread-safe.
Removal dry_deposition(Pollutant pollutant, SurfaceAir const& air);

}  // namespace hacthanh::dispersion
