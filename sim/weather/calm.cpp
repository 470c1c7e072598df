#include "sim/weather/calm.hpp"

#include <algorithm>
#include <numbers>

namespace hacthanh::weather {

double meander_variance(double sigma_v, double least) { return std::max(0.0, least * least - sigma_v * sigma_v); }

double meander_time_s(double wind_speed) {
    // Fit of GRAL; see the header.
    double const m = 8.5 / ((1 + wind_speed) * (1 + wind_speed));
    return (200 * m + 350) * m / (2 * std::numbers::pi * (m * m + 1));
}

double meander_diffusivity(double wind_speed, double sigma_v, double least) {
    return meander_variance(sigma_v, least) * meander_time_s(wind_speed);
}

}  // namespace hacthanh::weather
