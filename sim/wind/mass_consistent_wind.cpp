#include "sim/wind/mass_consistent_wind.hpp"

namespace hacthanh::wind {

MassConsistentWind::MassConsistentWind(mesh::CityMesh const& mesh, std::span<city::Building const> buildings,
                                       WindOptions const& options, double schmidt_number, Parallel const& parallel)
    : parallel_(&parallel),
      schmidt_number_(schmidt_number),
      first_guess_(mesh, buildings, options),
      projection_(mesh, {.alpha_ratio = options.alpha_ratio, .relative_residual = options.relative_residual}, parallel),
      turbulence_(mesh, parallel) {}

WindSolution MassConsistentWind::solve_with_zones(state::InflowProfile const& profile) const {
    auto [wind, zones] = first_guess_.make(profile, *parallel_);
    ProjectionReport const report = projection_.project(wind);
    auto turbulence = turbulence_.diffusivity(wind, profile, schmidt_number_, *parallel_);
    return {{std::move(wind), std::move(turbulence)}, std::move(zones), report};
}

}  // namespace hacthanh::wind
