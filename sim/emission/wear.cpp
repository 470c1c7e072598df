#include "sim/emission/wear.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::emission {
namespace {

constexpr double kg_m_per_mg_km = 1e-9;

struct ClassFactors {
    double tyre10, tyre25, brake10, brake25, road10, road25;  ///< [mg/km]
    double weight_t;                                          ///< [t] for resuspension; M: to be verified
    /// Braking energy per mass and distance of the class in city driving [J/(kg m)]: C, SUMO 1.15 with
    /// scenarios/fleets/mixed_traffic.add.xml in the cycle "urban" of `./do validate emission`.
    double reference_braking;
};

/// EMEP/EEA Guidebook 2019, 1.A.3.b.vi-vii, tables 3-4 to 3-6 and PM fractions, by state::WearClass.
constexpr std::array<ClassFactors, 6> class_factors = {{
    {0, 0, 0, 0, 0, 0, 0, 1},
    {2.8, 1.93, 3.63, 1.44, 3.0, 1.62, 0.2, 0.127},
    {6.4, 4.49, 7.35, 2.93, 7.5, 4.05, 1.5, 0.173},
    {10.1, 7.1, 11.5, 4.56, 7.5, 4.05, 2.5, 0.178},
    {27.0, 18.9, 32.0, 12.7, 38.0, 20.5, 12.0, 0.112},
    {24.3, 18.9, 28.8, 12.7, 34.2, 20.5, 14.0, 0.104},
}};

constexpr double slow_brake_correction = 1.67;  ///< EMEP/EEA 2019, 1.A.3.b.vi, eq. 7, below 40 km/h; evidence M
/// Deceleration that rolling, air and engine give without the brakes [m/s2]: about that of a car rolling at
/// 30 km/h in gear; evidence M.
constexpr double resistance = 0.25;

/// US EPA AP-42, 13.2.1 (2011), table 13.2.1-1 and eq. 1: k (sL)^0.91 (W)^1.02, W in short tons [g/km]; evidence M.
constexpr double road_dust_pm10_g_km = 0.62;
constexpr double road_dust_pm25_g_km = 0.15;
constexpr double tonnes_per_short_ton = 0.90718474;

/// EMEP/EEA 2019, 1.A.3.b.vi, eq. 5: correction of the tyre factor for speed [km/h].
double tyre_correction(double speed_km_h) {
    if (speed_km_h < 40) return 1.39;
    if (speed_km_h > 90) return 0.902;
    return 1.78 - 0.00974 * speed_km_h;
}

}  // namespace

double braking_energy(double speed, double acceleration, double step_s) {
    return std::max(0.0, -acceleration - resistance) * speed * step_s;
}

Wear::Wear(state::WearClass wear_class, std::optional<double> silt_load_g_m2) {
    ClassFactors const& factors = class_factors[static_cast<std::size_t>(wear_class)];
    tyre_ = {factors.tyre10 * kg_m_per_mg_km, factors.tyre25 * kg_m_per_mg_km};
    brake_ = {factors.brake10 * kg_m_per_mg_km * slow_brake_correction / factors.reference_braking,
              factors.brake25 * kg_m_per_mg_km * slow_brake_correction / factors.reference_braking};
    other_ = {factors.road10 * kg_m_per_mg_km, factors.road25 * kg_m_per_mg_km};
    if (!silt_load_g_m2 || factors.weight_t == 0) return;
    double const dust =
        std::pow(*silt_load_g_m2, 0.91) * std::pow(factors.weight_t / tonnes_per_short_ton, 1.02) * 1e-6;  // [kg/m]/k
    other_.pm10 += road_dust_pm10_g_km * dust;
    other_.pm25 += road_dust_pm25_g_km * dust;
}

WearMass Wear::in_step(double speed, double acceleration, double step_s) const {
    double const metres = speed * step_s;
    double const tyres = metres * tyre_correction(3.6 * speed);
    double const braking = braking_energy(speed, acceleration, step_s);
    return {tyre_.pm10 * tyres + brake_.pm10 * braking + other_.pm10 * metres,
            tyre_.pm25 * tyres + brake_.pm25 * braking + other_.pm25 * metres};
}

}  // namespace hacthanh::emission
