#pragma once

#include <string>

namespace hacthanh::wind {

/// Settings of the wind (`[wind]`).
struct WindOptions {
    /// "auto": "mass_consistent" when the city has buildings, else "uniform".
    std::string model = "auto";
    /// A block lower or narrower than this many cells gets no vortices but canopy drag, >= 1.
    int cells_per_vortex = 3;
};

}  // namespace hacthanh::wind
