#pragma once

namespace hacthanh::dispersion {

/// How one species leaves the air on its way, besides being blown out of the domain.
struct Removal {
    double deposition_velocity = 0;  ///< total to the ground, settling included [m/s], >= settling_velocity
    double settling_velocity = 0;    ///< at which particles fall through the air [m/s], >= 0
    double loss_rate = 0;            ///< first-order decay [1/s], >= 0
};

}  // namespace hacthanh::dispersion
