#pragma once

#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/weather/weather.hpp"
#include "sim/wind/wind_solver.hpp"

#include <cstddef>

namespace hacthanh::run {

/// The wind and turbulence of every weather interval of a run (weather::Weather says when they begin).
///
/// A flow depends on its interval alone, not on what was asked before: a resumed run finds the same bits.
class FlowSource {
public:
    /// All must outlive the source. @param schmidt_number  turbulent [1]
    FlowSource(weather::Weather const& weather, wind::WindSolver const& solver, mesh::CityMesh const& mesh,
               double schmidt_number)
        : weather_(&weather), solver_(&solver), mesh_(&mesh), schmidt_number_(schmidt_number) {}

    std::size_t interval_at(double time_s) const { return weather_->interval_at(time_s); }
    state::InflowProfile inflow(std::size_t interval) const;
    state::Flow flow(std::size_t interval) const;

private:
    weather::Weather const* weather_;
    wind::WindSolver const* solver_;
    mesh::CityMesh const* mesh_;
    double schmidt_number_;
};

}  // namespace hacthanh::run
