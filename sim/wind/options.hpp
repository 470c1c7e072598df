#pragma once

#include <filesystem>
#include <string>

namespace hacthanh::wind {

/// Settings of the wind (`[wind]`).
struct WindOptions {
    /// "auto": "mass_consistent" when the mesh has buildings, else "uniform".
    std::string model = "auto";
    /// A block lower or narrower than this many cells gets no vortices but the drag of a canopy, 1..20.
    int cells_per_vortex = 3;
    /// alpha_1 / alpha_2 of the projection, 0.01..100: above 1 air rather goes over buildings, below 1 around them.
    /// 1 = both alike, neutral air (Sherman 1978, doi:10.1175/1520-0450(1978)017<0312:AMCMFW>2.0.CO;2).
    double alpha_ratio = 1;
    /// What the projection leaves of the divergence, (0, 0.1].
    double relative_residual = 1e-6;
    /// Folder that keeps solved winds for all runs that name it; empty = none.
    std::filesystem::path catalogue;
    double catalogue_limit_gb = 20;  ///< of that folder [1e9 bytes], > 0
};

}  // namespace hacthanh::wind
