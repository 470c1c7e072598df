#pragma once

#include "sim/weather/options.hpp"

namespace hacthanh::weather {

/// All that an inflow profile is made of besides the settings: the weather at the met site at one moment.
struct Conditions {
    double wind_speed_m_s = 0;          ///< at 10 m over open ground, as measured, >= 0
    double wind_from_deg = 0;           ///< clockwise from north, 0..360
    double inverse_obukhov_length = 0;  ///< 1/L [1/m]; 0 = neutral, > 0 stable, < 0 unstable
    double mixing_height_m = 800;       ///< > 0
};

/// The weather that the settings themselves give: wind_speed_m_s, wind_from_deg, monin_obukhov_length_m,
/// mixing_height_m.
Conditions constant_conditions(WeatherOptions const& options);

}  // namespace hacthanh::weather
