#pragma once

#include <vector>

namespace hacthanh::state {

/// The undisturbed wind and turbulence over the city, layer by layer.
struct InflowProfile {
    double wind_from_deg = 0;                  ///< where the wind comes from, clockwise from north
    double friction_velocity = 0;              ///< over the city [m/s]
    double roughness_length = 0;               ///< of the city [m]
    double displacement_height = 0;            ///< of the city [m]
    double inverse_obukhov_length = 0;         ///< 1/L [1/m]; 0 = neutral, > 0 stable, < 0 unstable
    double mixing_height = 0;                  ///< [m]
    double measured_wind_speed = 0;            ///< at 10 m at the met site [m/s]
    double site_wind_speed = 0;                ///< the same, at least the least transport wind [m/s]
    double meander_diffusivity = 0;            ///< of the wind's slow meandering, contained in K_h [m2/s]
    std::vector<double> speed;                 ///< mean over each layer [m/s], nz values
    std::vector<double> vertical_diffusivity;  ///< K_z on the layer borders [m2/s], nz + 1 values, 0 at ground and lid
    std::vector<double> horizontal_diffusivity;  ///< K_h in each layer [m2/s], nz values
};

}  // namespace hacthanh::state
