#pragma once

#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/flow.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/ports/wind_catalogue.hpp"
#include "sim/weather/weather.hpp"
#include "sim/wind/wind_solver.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::run {

/// A span of a run with one wind: a weather interval and, in a wind that meanders by directions, which of them blows.
struct WindPiece {
    std::size_t interval = 0;
    std::size_t direction = 0;

    friend bool operator==(WindPiece const&, WindPiece const&) = default;
};

/// The wind and turbulence of every weather interval of a run (weather::Weather says when they begin).
///
/// Meander by directions (`weather.meander`): within an interval the wind comes from weather::meander_directions in
/// turn, each for twice the integral time of the meandering (a wind that turns at random after every such time has that
/// integral time); K_h then holds no meander. The flows of the last interval are kept.
///
/// Without a catalogue the solver is asked for every interval. With one, the winds of the classes around the weather
/// (weather::inflow_classes) are taken from it, solved and kept where it has none, scaled to the actual speed and added
/// up: balanced fluxes stay balanced. Weather that is a class has the same bits as without a catalogue.
/// A flow depends on its piece alone, not on what was asked before: a resumed run finds the same bits.
class FlowSource {
public:
    /// All must outlive the source. @param schmidt_number  turbulent [1]  @param catalogue  may be null
    FlowSource(weather::Weather const& weather, wind::WindSolver const& solver, mesh::CityMesh const& mesh,
               double schmidt_number, Parallel const& parallel, state::WindCatalogue* catalogue = nullptr)
        : weather_(&weather),
          solver_(&solver),
          mesh_(&mesh),
          schmidt_number_(schmidt_number),
          parallel_(&parallel),
          catalogue_(catalogue) {}

    WindPiece piece_at(double time_s) const;
    state::InflowProfile inflow(WindPiece piece) const;
    state::Flow const& flow(WindPiece piece);

private:
    bool by_directions() const { return weather_->options().meander == "directions"; }
    weather::Conditions conditions(WindPiece piece) const;
    state::InflowProfile profile(weather::Conditions const& conditions) const;
    state::Flow solve(WindPiece piece) const;
    state::Flow flow_of_class(std::string const& name, state::InflowProfile const& inflow) const;

    weather::Weather const* weather_;
    wind::WindSolver const* solver_;
    mesh::CityMesh const* mesh_;
    double schmidt_number_;
    Parallel const* parallel_;
    state::WindCatalogue* catalogue_;
    std::vector<std::pair<WindPiece, state::Flow>> kept_;  ///< of one interval
};

}  // namespace hacthanh::run
