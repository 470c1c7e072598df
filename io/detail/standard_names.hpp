#pragma once

#include "sim/core/pollutant.hpp"

namespace hacthanh::io::detail {

/// The name that the CF standard name table gives to the mass concentration of a pollutant in air, "" where it has
/// none: NOx stands there as nitrogen only, ours is counted as NO2; PM, exhaust and wear parts, HC, CO2e and fuel have
/// no entry. Source: CF standard name table, https://cfconventions.org/standard-names.html.
constexpr char const* standard_name(Pollutant pollutant) {
    switch (pollutant) {
        case Pollutant::co2: return "mass_concentration_of_carbon_dioxide_in_air";
        case Pollutant::co: return "mass_concentration_of_carbon_monoxide_in_air";
        case Pollutant::no2: return "mass_concentration_of_nitrogen_dioxide_in_air";
        case Pollutant::no: return "mass_concentration_of_nitrogen_monoxide_in_air";
        case Pollutant::o3: return "mass_concentration_of_ozone_in_air";
        case Pollutant::pm10: return "mass_concentration_of_pm10_ambient_aerosol_particles_in_air";
        case Pollutant::pm25: return "mass_concentration_of_pm2p5_ambient_aerosol_particles_in_air";
        default: return "";
    }
}

}  // namespace hacthanh::io::detail
