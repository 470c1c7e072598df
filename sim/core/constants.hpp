#pragma once

namespace hacthanh::constants {

/// Von Kármán constant [1]. Högström 1988, doi:10.1007/BF00119875.
inline constexpr double von_karman = 0.4;
/// Standard gravity [m/s2]. CGPM 1901.
inline constexpr double gravity = 9.80665;
/// Seconds of an hour [s].
inline constexpr double seconds_per_hour = 3600.0;

/// @name Molar masses [kg/mol]. IUPAC standard atomic weights 2021, doi:10.1515/pac-2019-0603.
/// @{
inline constexpr double molar_mass_no = 0.030006;
inline constexpr double molar_mass_no2 = 0.046005;
inline constexpr double molar_mass_o3 = 0.047997;
/// @}

}  // namespace hacthanh::constants
