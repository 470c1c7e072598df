#pragma once

#include <array>

namespace hacthanh::state {

/// The weather that carried the air during one output step, averaged over it.
struct WeatherUse {
    double measured_wind_speed = 0;     ///< at 10 m at the met site, as measured [m/s]
    double wind_speed = 0;              ///< the same, raised to the least transport wind [m/s]
    double wind_east = 0;               ///< mean vector of `wind_speed` [m/s], towards the east
    double wind_north = 0;              ///< towards the north
    double friction_velocity = 0;       ///< over the city [m/s]
    double inverse_obukhov_length = 0;  ///< [1/m]
    double mixing_height = 0;           ///< [m]
    double meander_diffusivity = 0;     ///< part of K_h [m2/s]
    double calm_share = 0;              ///< of the time with a measured wind below 1 m/s [1]
};

inline constexpr std::array<double WeatherUse::*, 9> weather_use_members = {
    &WeatherUse::measured_wind_speed, &WeatherUse::wind_speed,          &WeatherUse::wind_east,
    &WeatherUse::wind_north,          &WeatherUse::friction_velocity,   &WeatherUse::inverse_obukhov_length,
    &WeatherUse::mixing_height,       &WeatherUse::meander_diffusivity, &WeatherUse::calm_share};

}  // namespace hacthanh::state
