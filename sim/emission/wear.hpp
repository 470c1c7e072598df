#pragma once

#include "sim/state/fleet.hpp"

#include <optional>

namespace hacthanh::emission {

/// PM10 and PM2.5 in one number each [kg].
struct WearMass {
    double pm10 = 0;
    double pm25 = 0;
};

/// What one class of vehicles wears off tyres, brakes and road.
///
/// Tier 1 factors of EMEP/EEA Guidebook 2019, 1.A.3.b.vi-vii, per vehicle-km. Tyres: x S(v), eq. 5 there, with the
/// speed of the moment in place of the trip's mean. Brakes: in proportion to the kinetic energy that the brakes take,
/// so that a vehicle which brakes as the reference cycle does (mean speed below 40 km/h) gives the factor x 1.67,
/// the guidebook's correction for such trips. Road: the factor. Resuspension, when a silt load is given: US EPA AP-42,
/// 13.2.1 (2011), eq. 1, with the mean weight of the class.
/// Limits: a mean over many vehicles; regenerative braking is not taken off.
/// Cost: a few tens of operations. Thread-safe.
class Wear {
public:
    /// @param silt_load_g_m2  silt (< 75 um) on the road, >= 0; absent = no resuspension
    Wear(state::WearClass wear_class, std::optional<double> silt_load_g_m2);

    /// Mass worn off in a step. @param speed  [m/s] @param acceleration  [m/s2] @param step_s  its length
    WearMass in_step(double speed, double acceleration, double step_s) const;

private:
    struct Factor {
        double pm10 = 0;  ///< [kg/m]
        double pm25 = 0;
    };
    Factor tyre_;
    Factor brake_;  ///< per metre of the reference cycle
    Factor other_;  ///< road and resuspension
};

/// Kinetic energy per mass that the brakes take over a step [J/kg]: deceleration beyond what resistance gives.
double braking_energy(double speed, double acceleration, double step_s);

}  // namespace hacthanh::emission
