#include "sim/wind/make_wind_solver.hpp"

#include "sim/core/error.hpp"
#include "sim/wind/mass_consistent_wind.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <fmt/format.h>

namespace hacthanh::wind {

bool is_building_aware(WindOptions const& options, mesh::CityMesh const& mesh) {
    validate(options.model == "auto" || options.model == "uniform" || options.model == "mass_consistent", "wind.model",
             fmt::format("\"{}\" is unknown", options.model), "use auto, uniform or mass_consistent");
    return options.model == "mass_consistent" || (options.model == "auto" && mesh.has_buildings());
}

std::unique_ptr<WindSolver> make_wind_solver(WindOptions const& options, mesh::CityMesh const& mesh,
                                             std::span<city::Building const> buildings, double schmidt_number,
                                             Parallel const& parallel) {
    if (is_building_aware(options, mesh))
        return std::make_unique<MassConsistentWind>(mesh, buildings, options, schmidt_number, parallel);
    validate(!mesh.has_buildings(), "wind.model", "\"uniform\" would blow through the buildings of the mesh",
             "use auto or mass_consistent, or leave the buildings out");
    return std::make_unique<UniformWind>(mesh);
}

}  // namespace hacthanh::wind
