#include "sim/dispersion/deposition.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::dispersion {
namespace {

using constants::von_karman;

// Air at 293 K and 1013 hPa; US Standard Atmosphere 1976.
constexpr double viscosity = 1.81e-5;                  ///< [kg/(m s)]
constexpr double kinematic_viscosity = 1.51e-5;        ///< [m2/s]
constexpr double mean_free_path = 6.6e-8;              ///< [m]
constexpr double prandtl = 0.72;                       ///< [1]
constexpr double thermal_energy = 1.380649e-23 * 293;  ///< Boltzmann constant x temperature [J] CODATA 2018

// Zhang et al. 2001, table 3, land use 15, urban.
constexpr double brownian_exponent = 0.56;  ///< gamma [1]
constexpr double impaction_scale = 1.5;     ///< alpha [1]
constexpr double collector_radius = 0.010;  ///< A [m]
constexpr double resistance_factor = 3;     ///< epsilon_0 [1]

// Dyer's phi_h is held beyond these, as the weather does.
constexpr double least_zeta = -2;
constexpr double greatest_zeta = 1;

/// Integral of (1 - phi_h(s)) / s from 0 to zeta.
double psi_h(double zeta) {
    if (zeta >= 0) {
        double const inside = std::min(zeta, greatest_zeta);
        double const beyond = zeta > greatest_zeta ? std::log(zeta / greatest_zeta) : 0.0;
        return -5 * inside - 5 * greatest_zeta * beyond;
    }
    double const inside = std::max(zeta, least_zeta);
    double const y = std::sqrt(1 - 16 * inside);
    double const held = 1 - 1 / std::sqrt(1 - 16 * least_zeta);
    return 2 * std::log((1 + y) / 2) + (zeta < least_zeta ? held * std::log(zeta / least_zeta) : 0.0);
}

double slip(double diameter) {
    double const ratio = 2 * mean_free_path / diameter;
    return 1 + ratio * (1.257 + 0.4 * std::exp(-1.1 / ratio));
}

/// Resistance between the air at the surface and the surface [s/m].
double particle_surface_resistance(Particle const& particle, double friction_velocity) {
    double const d = particle.diameter;
    double const diffusivity = thermal_energy * slip(d) / (3 * std::numbers::pi * viscosity * d);
    double const brownian = std::pow(kinematic_viscosity / diffusivity, -brownian_exponent);
    double const stokes = settling_velocity(particle) * friction_velocity / (constants::gravity * collector_radius);
    double const impaction = std::pow(stokes / (impaction_scale + stokes), 2);
    double const interception = 0.5 * std::pow(d / collector_radius, 2);
    double const sticking = std::exp(-std::sqrt(stokes));
    return 1 / (resistance_factor * friction_velocity * (brownian + impaction + interception) * sticking);
}

}  // namespace

double aerodynamic_resistance(SurfaceAir const& air) {
    HACTHANH_EXPECT(air.friction_velocity > 0 && air.roughness_length > 0);
    if (air.height <= air.roughness_length) return 0;
    double const shape = std::log(air.height / air.roughness_length) - psi_h(air.height * air.inverse_obukhov_length) +
                         psi_h(air.roughness_length * air.inverse_obukhov_length);
    return shape / (von_karman * air.friction_velocity);
}

double settling_velocity(Particle const& particle) {
    return particle.density * particle.diameter * particle.diameter * constants::gravity * slip(particle.diameter) /
           (18 * viscosity);
}

double deposition_velocity(Particle const& particle, SurfaceAir const& air) {
    double const fall = settling_velocity(particle);
    double const resistance =
        aerodynamic_resistance(air) + particle_surface_resistance(particle, air.friction_velocity);
    return fall / -std::expm1(-fall * resistance);
}

double deposition_velocity(Gas const& gas, SurfaceAir const& air) {
    double const boundary = 2 / (von_karman * air.friction_velocity) * std::pow(gas.schmidt_number / prandtl, 2.0 / 3);
    return 1 / (aerodynamic_resistance(air) + boundary + gas.surface_resistance);
}

double urban_surface_resistance(double reactivity, double henry) {
    constexpr double to_the_ground = 100;  ///< r_ac [s/m]
    constexpr double ozone = 300;          ///< r_gsO [s/m]
    constexpr double sulphur = 400;        ///< r_gsS [s/m]
    return to_the_ground + 1 / (reactivity / ozone + henry / (1e5 * sulphur));
}

std::optional<Particle> particle_of(Pollutant pollutant) {
    constexpr double soot = 1000;  // [kg/m3] aggregates, effective; Kittelson 1998, doi:10.1016/S0021-8502(97)10037-4
    constexpr double mineral = 2000;  // [kg/m3] wear and dust, evidence M
    switch (pollutant) {
        case Pollutant::pm:
        case Pollutant::pm_exhaust:
        case Pollutant::bc: return Particle{0.2e-6, soot};    // accumulation mode, Kittelson 1998
        case Pollutant::pm25: return Particle{0.5e-6, soot};  // exhaust and the fine part of wear, evidence M
        case Pollutant::pm25_wear: return Particle{1.5e-6, mineral};
        case Pollutant::pm10: return Particle{2.5e-6, mineral};
        case Pollutant::pm10_wear:  // 2-6 um, Grigoratos & Martini 2015, doi:10.1007/s11356-014-3696-8
            return Particle{4.0e-6, mineral};
        default: return std::nullopt;
    }
}

Removal dry_deposition(Pollutant pollutant, SurfaceAir const& air) {
    auto const particle = particle_of(pollutant);
    if (!particle) return {};
    double const fall = settling_velocity(*particle);
    return {std::max(fall, deposition_velocity(*particle, air)), fall, 0};
}

}  // namespace hacthanh::dispersion
