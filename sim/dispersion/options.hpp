#pragma once

#include <string>

namespace hacthanh::dispersion {

/// Settings of the transport (`[dispersion]`).
struct DispersionOptions {
    double max_courant_number = 0.9;  ///< time step limit per direction, in (0, 1]
    double schmidt_number = 0.8;      ///< turbulent; PHYSICS: Prairie Grass gives 0.75-0.80
};

/// Settings of the air at the kerb (`[kerb]`), where the mesh is too coarse for the street.
struct KerbOptions {
    std::string model = "none";  ///< "none" or "street": canyon between walls, line source on open roads

    bool on() const { return model != "none"; }
};

}  // namespace hacthanh::dispersion
