#pragma once

#include <optional>

namespace hacthanh::weather {

/// Settings of the weather (`[weather]`), constant during a run.
struct WeatherOptions {
    double wind_speed_m_s = 0;                     ///< at 10 m over open ground at the met site, > 0, no default
    double wind_from_deg = 0;                      ///< clockwise from north, 0..360, no default
    double met_site_roughness_m = 0.03;            ///< open grass (WMO-No. 8), > 0
    double roughness_length_m = 0.8;               ///< of the city, > 0
    double displacement_height_m = 0;              ///< of the city, >= 0
    double blending_height_m = 60;                 ///< where both profiles agree (Wieringa 1986), > 10
    std::optional<double> monin_obukhov_length_m;  ///< absent = neutral; > 0 stable, < 0 unstable
    double mixing_height_m = 800;                  ///< caps diffusivity, > 0
};

}  // namespace hacthanh::weather
