#include "sim/weather/calm.hpp"

#include <algorithm>
#include <numbers>

namespace hacthanh::weather {

double meander_diffusivity(double wind_speed, double sigma_v, double least) {
    double const variance = std::max(0.0, least * least - sigma_v * sigma_v);
    // Fit of GRAL; see the header.
    double const m = 8.5 / ((1 + wind_speed) * (1 + wind_speed));
    double const time = (200 * m + 350) * m / (2 * std::numbers::pi * (m * m + 1));
    return variance * time;
}

}  // namespace hacthanh::weather
