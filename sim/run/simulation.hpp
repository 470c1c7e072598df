#pragma once

#include "sim/city/city.hpp"
#include "sim/core/parallel.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/run/spin_up.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/state/background.hpp"
#include "sim/state/fleet.hpp"
#include "sim/state/other_source.hpp"
#include "sim/state/ports/checkpoint_store.hpp"
#include "sim/state/ports/outer_air.hpp"
#include "sim/state/ports/result_sink.hpp"
#include "sim/state/ports/wind_catalogue.hpp"
#include "sim/state/receptor.hpp"
#include "sim/state/run_summary.hpp"
#include "sim/traffic/traffic_source.hpp"
#include "sim/weather/weather.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::run {

/// How far a run is; told after every coupling interval.
struct Progress {
    double begin_s = 0;
    double now_s = 0;  ///< traffic clock
    double end_s = 0;
    std::uint64_t n_vehicles = 0;
    double wall_s = 0;
    std::uint64_t steps_written = 0;
    bool step_written = false;  ///< an output step was made safe since the last call; steps_written counts those
};

/// The things of one city and weather that a run is made of. References must outlive the run.
struct Stage {
    scenario::Scenario const& scenario;
    city::City const& city;
    mesh::CityMesh const& mesh;
    weather::Weather const& weather;
    SpinUp spin_up;
    std::string run_key;                        ///< hash of the resolved scenario and its inputs, for checkpoints
    state::Fleet const* fleet = nullptr;        ///< null: emissions as the traffic simulation reports them
    state::Background background{};             ///< of the carried species (scenario::carried_species), in their order
    std::vector<state::OtherSource> sources{};  ///< beside the traffic
    double local_epoch_s = 0;                   ///< local time of traffic second 0, as if it were UTC [s since 1970]
    std::vector<state::Receptor> receptors{};
};

/// What a run talks to.
struct Ports {
    traffic::TrafficSource& traffic;
    state::ResultSink& results;
    state::CheckpointStore* checkpoints = nullptr;  ///< null = the run cannot be resumed
    std::function<void(Progress const&)> on_progress{};
    std::atomic<bool> const* stop = nullptr;  ///< set from elsewhere to end the run at the next coupling interval
    state::WindCatalogue* winds = nullptr;    ///< null = every wind is solved anew
    state::OuterAir const* outer = nullptr;   ///< null = the background surrounds the domain
    /// Takes the state at the end of the run, from which runs with traffic that begins there go on (`resume`).
    std::optional<state::Checkpoint>* branch_point = nullptr;
};

/// Runs one scenario: traffic, emission, wind, transport and chemistry, step by step into the results.
///
/// The wind changes when the weather does, at the border of two of its intervals, for pollutants and tracer alike.
/// Same inputs give the same bits for any number of threads, for a run that was interrupted and resumed, and for one
/// that goes on from another's branch point. Traffic that begins before the point of `resume` is passed over up to
/// there. Throws RunError when traffic, numerics or the results fail; the steps written before stay readable. Returns
/// the account; `complete` is false when it was stopped.
state::RunSummary run(Stage const& stage, Ports const& ports, Parallel const& parallel,
                      std::optional<state::Checkpoint> resume = std::nullopt);

/// Number of traffic steps in one coupling interval. Throws InputError when they do not fit.
std::size_t steps_per_coupling(scenario::Scenario const& scenario, double traffic_step_s);

}  // namespace hacthanh::run
