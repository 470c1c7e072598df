#pragma once

namespace hacthanh::chemistry {

/// How fast NO, NO2 and ozone turn into each other.
struct Rates {
    double oxidation = 0;   ///< k of NO + O3 -> NO2 + O2 [m3/(mol s)], >= 0
    double photolysis = 0;  ///< J of NO2 -> NO + O3 [1/s], >= 0
};

/// Amount of air in a cubic metre at 25 degrees C and 101325 Pa [mol/m3]: what turns ppb into mol/m3 here.
inline constexpr double reference_air = 101325 / (8.314462618 * 298.15);

/// k [m3/(mol s)] at an air temperature [K]: 0.04405 exp(-1370 K / T) per ppb and second.
/// Source: GRSM of AERMOD (grsm.f) and ADMS; 4.45e-4 per ppb and second at 298 K. Valid 220-320 K.
double oxidation_rate(double temperature);

/// J [1/s] under a global radiation [W/m2], >= 0: 8e-4 exp(-10/S) + 7.4e-6 S, 0 in the dark.
/// Source: GRSM of AERMOD (grsm.f) and ADMS.
double photolysis_rate(double global_radiation);

Rates rates_of(double temperature, double global_radiation);

}  // namespace hacthanh::chemistry
