#pragma once

namespace hacthanh::dispersion {

/// Settings of the transport (`[dispersion]`).
struct DispersionOptions {
    double max_courant_number = 0.9;  ///< time step limit per direction, in (0, 1]
    double schmidt_number = 0.8;      ///< turbulent; PHYSICS: Prairie Grass gives 0.75-0.80
};

}  // namespace hacthanh::dispersion
