#pragma once

#include "sim/chemistry/nitrogen_chemistry.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/state/concentration_field.hpp"
#include "sim/state/run_summary.hpp"
#include "sim/weather/weather.hpp"

#include <cstddef>
#include <optional>

namespace hacthanh::run {

/// What reacts in the air of a moment: places of NO, NO2 and ozone among the carried species, and how fast.
struct ReactingAir {
    std::size_t no = 0;
    std::size_t no2 = 0;
    std::size_t o3 = 0;
    chemistry::Rates rates;
};

/// The chemistry step of a run, after the transport of every coupling interval (Lie splitting, first order in the
/// interval; docs/theory/chemistry.md says what that costs).
class AirChemistry {
public:
    /// All but the scenario must outlive this. Does nothing when the scenario has no chemistry.
    AirChemistry(scenario::Scenario const& scenario, mesh::CityMesh const& mesh, weather::Weather const& weather,
                 Parallel const& parallel);

    /// The rates at a moment of the traffic clock. Precondition: the scenario has chemistry.
    chemistry::Rates rates(double time_s) const;

    /// For models that react by themselves; none without chemistry.
    std::optional<ReactingAir> reacting(double time_s) const {
        return model_ ? std::optional(ReactingAir{no_, no2_, o3_, rates(time_s)}) : std::nullopt;
    }

    /// Lets the air react from `begin_s` for `duration_s` and books what that made and destroyed.
    void advance(double begin_s, double duration_s, state::ConcentrationField& concentration,
                 state::RunSummary& summary) const;

private:
    weather::Weather const* weather_;
    std::optional<chemistry::NitrogenChemistry> model_;
    std::size_t no_ = 0;  ///< places among the carried species
    std::size_t no2_ = 0;
    std::size_t o3_ = 0;
};

}  // namespace hacthanh::run
