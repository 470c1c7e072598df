#include "sim/run/simulation.hpp"

#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/emission/literature.hpp"
#include "sim/run/account.hpp"
#include "sim/run/air_chemistry.hpp"
#include "sim/run/background.hpp"
#include "sim/run/border_zone.hpp"
#include "sim/run/carrier.hpp"
#include "sim/run/flow_source.hpp"
#include "sim/run/initial_air.hpp"
#include "sim/run/kerb_air.hpp"
#include "sim/run/mean_concentration.hpp"
#include "sim/run/other_sources.hpp"
#include "sim/run/output_queue.hpp"
#include "sim/run/receptor_sampler.hpp"
#include "sim/run/removal.hpp"
#include "sim/run/traffic_feed.hpp"
#include "sim/run/vehicle_mixing.hpp"
#include "sim/run/weather_mean.hpp"
#include "sim/run/written_species.hpp"
#include "sim/wind/make_wind_solver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::run {
namespace {

constexpr double clock_tolerance_s = 1e-6;

std::vector<std::string> species_names(std::vector<Pollutant> const& species) {
    std::vector<std::string> names;
    names.reserve(species.size());
    for (Pollutant pollutant : species) names.emplace_back(name(pollutant));
    return names;
}

std::unique_ptr<emission::EmissionModel> make_emission(Stage const& stage, std::vector<Pollutant> const& carried,
                                                       std::vector<double> trip_begin_s) {
    auto model = emission::make_emission_model(stage.fleet, stage.scenario.emission, carried);
    model->set_trip_begins(std::move(trip_begin_s));
    return model;
}

state::RunSummary first_summary(Stage const& stage) {
    state::RunSummary summary;
    for (auto const& species : species_names(scenario::carried_species(stage.scenario))) {
        summary.species.emplace_back();
        summary.species.back().name = species;
    }
    summary.cells = stage.mesh.n_cells();
    summary.simulated_until_s = stage.scenario.traffic.begin_s;
    summary.spin_up_s = stage.spin_up.length_s;
    summary.initial_air_fraction = 1.0;
    return summary;
}

/// One run in progress.
class Loop {
public:
    Loop(Stage const& stage, Ports const& ports, Parallel const& parallel, std::optional<state::Checkpoint> resume)
        : stage_(stage),
          ports_(ports),
          parallel_(parallel),
          carried_(scenario::carried_species(stage.scenario)),
          written_(stage.scenario.output.species, carried_),
          summary_(resume ? std::move(resume->summary) : first_summary(stage)),
          before_(summary_),
          solver_(wind::make_wind_solver(stage.scenario.wind, stage.mesh, stage.city.buildings,
                                         stage.scenario.dispersion.schmidt_number, parallel)),
          flows_(stage.weather, *solver_, stage.mesh, stage.scenario.dispersion.schmidt_number, parallel, ports.winds),
          wind_piece_(flows_.piece_at(summary_.simulated_until_s)),
          weather_now_(flows_.inflow(wind_piece_)),
          flow_(&flows_.flow(wind_piece_)),
          kerbs_(stage.scenario, stage.city, stage.mesh, carried_, written_),
          carrier_(stage, *flow_, weather_now_,
                   removal_of(stage.scenario.removal, carried_, weather_now_, stage.mesh, stage.background.known()),
                   kerbs_.streets(), parallel),
          chemistry_(stage.scenario, stage.mesh, stage.weather, parallel),
          mixing_(stage.scenario, stage.city, stage.mesh, kerbs_.held()),
          sources_(stage.sources, stage.local_epoch_s, stage.mesh, carried_),
          concentration_(resume ? std::move(resume->concentration)
                                : state::ConcentrationField(stage.mesh, species_names(carried_))),
          mean_(stage.mesh, species_names(stage.scenario.output.species), written_),
          roads_(stage.city.roads.size(), carried_.size()),
          sampler_(stage.mesh, stage.receptors),
          told_(summary_.steps_written),
          output_(ports.results, ports.checkpoints, summary_.steps_written),
          feed_(ports.traffic,
                make_emission(stage, carried_, resume ? std::move(resume->trip_begin_s) : std::vector<double>()),
                stage.mesh, stage.scenario.emission, carried_, stage.city.roads.size(), feed_plan()) {
        validate(ports.branch_point == nullptr || carrier_.can_resume(), "dispersion.model",
                 "a run with particles cannot be branched: they are not kept", "set it to \"finite_volume\"");
        if (!resume)
            start_with(stage.background.inflow(summary_.simulated_until_s), stage.mesh, concentration_, summary_);
        if (resume && !resume->streets.empty()) remember_streets(resume->streets);
        if (resume && !resume->fluxes.empty()) carrier_.set_fluxes(std::move(resume->fluxes));
        if (ports.outer != nullptr) {
            border_.emplace(stage.mesh, *ports.outer, stage.scenario.run.coupling_interval_s);
            border_->fit(flow_->wind);
            if (!resume) border_->start(summary_.simulated_until_s, concentration_, summary_);
        }
        bool const spinning_up =
            !carrier_.is_steady() && summary_.simulated_until_s < spin_up_end_s() - clock_tolerance_s;
        if (carrier_.is_steady()) summary_.initial_air_fraction = 0;  // nothing is left of a start
        if (spinning_up) initial_air_.emplace(stage, *flow_, parallel);
        if (spinning_up && resume && resume->initial_air) initial_air_->field() = std::move(*resume->initial_air);
        mixing_.set_flow(*flow_);
        use_flow();
    }

    state::RunSummary run() {
        while (!stopped() && !at(stage_.scenario.traffic.end_s)) run_output_interval();
        output_.drain();
        summary_.complete = at(stage_.scenario.traffic.end_s);
        account_time();
        tell();
        if (ports_.branch_point != nullptr && summary_.complete) leave_branch_point();
        return written_.summary(summary_);
    }

private:
    bool at(double time_s) const { return summary_.simulated_until_s >= time_s - clock_tolerance_s; }
    bool stopped() const { return ports_.stop != nullptr && *ports_.stop; }
    double spin_up_end_s() const { return stage_.scenario.traffic.begin_s + stage_.spin_up.length_s; }

    FeedPlan feed_plan() const {
        double const step_s = ports_.traffic.step_s();
        double const done_s = summary_.simulated_until_s - ports_.traffic.begin_s();
        FeedPlan plan{steps_per_coupling(stage_.scenario, step_s),
                      static_cast<std::size_t>(std::llround(done_s / step_s)),
                      stage_.scenario.output.trace_interval_s,
                      {}};
        for (auto const& road : stage_.city.roads) plan.speed_limits.push_back(road.speed_limit);
        plan.held_roads = kerbs_.held();
        plan.least_layers = sources_.n_layers();
        return plan;
    }

    void run_output_interval() {
        double const begin_s = summary_.simulated_until_s;
        double const end_s = std::min(begin_s + stage_.scenario.output.interval_s, stage_.scenario.traffic.end_s);
        mean_.start(end_s - begin_s);
        kerbs_.start(end_s - begin_s);
        weather_mean_.start();
        roads_ = state::RoadSeries(roads_.vehicle_seconds.size(), roads_.emitted.size());
        receptors_ = {};
        trace_ = {};
        while (!at(end_s)) {
            if (stopped()) return;
            couple();
        }
        double const cpu_before = own_cpu();
        settle();
        summary_.transport_cpu_s += own_cpu() - cpu_before;
        write_step(begin_s, end_s);
    }

    /// Follows the weather into its next interval, or the meandering wind into its next direction.
    void follow_weather() {
        WindPiece const piece = flows_.piece_at(summary_.simulated_until_s);
        if (piece == wind_piece_) return;
        settle();
        wind_piece_ = piece;
        weather_now_ = flows_.inflow(piece);
        log::debug("traffic second {:.0f}: wind {:.2f} m/s from {:.0f} degrees{}", summary_.simulated_until_s,
                   weather_now_.measured_wind_speed, weather_now_.wind_from_deg,
                   WeatherMean::is_calm(weather_now_) ? ", calm" : "");
        mixing_.set_flow(flows_.flow(piece));
        use_flow();
    }

    /// Everyone goes on in the wind of the moment as vehicles stir it.
    void use_flow() {
        flow_ = &mixing_.flow();
        carrier_.set_flow(
            *flow_, weather_now_,
            removal_of(stage_.scenario.removal, carried_, weather_now_, stage_.mesh, stage_.background.known()));
        kerbs_.set_flow(*flow_, weather_now_);
        if (border_) border_->fit(flow_->wind);
        if (initial_air_) initial_air_->set_flow(*flow_);
    }

    /// The wind goes on, its vertical mixing is another.
    void use_mixing() {
        flow_ = &mixing_.flow();
        carrier_.set_vertical_diffusivity(*flow_);
        kerbs_.set_flow(*flow_, weather_now_);
        if (initial_air_) initial_air_->set_vertical_diffusivity(*flow_);
    }

    std::vector<double> streets_memory() const {
        auto memory = kerbs_.memory();
        auto const more = mixing_.memory();
        memory.insert(memory.end(), more.begin(), more.end());
        return memory;
    }

    void remember_streets(std::vector<double> const& memory) {
        auto const kerbs = memory.size() - mixing_.memory_size();
        kerbs_.remember({memory.begin(), memory.begin() + static_cast<std::ptrdiff_t>(kerbs)});
        mixing_.remember(std::span(memory).subspan(kerbs));
    }

    /// A steady model gives its field when the weather or the output step ends.
    void settle() {
        if (!carrier_.is_steady()) return;
        Stopwatch const wall;
        double const now_s = summary_.simulated_until_s;
        double const duration_s =
            carrier_.settle(concentration_, stage_.background.inflow(now_s), chemistry_.reacting(now_s));
        if (duration_s > 0) {
            kerbs_.settle(now_s - duration_s, duration_s, concentration_, chemistry_, carrier_.own_parts());
            mean_.add(concentration_, duration_s, parallel_);
            sampler_.add_awaited(concentration_, written_, receptors_);
        }
        add_wall("transport", wall.seconds());
    }

    void couple() {
        TrafficPiece* const piece = feed_.next();
        if (piece == nullptr)
            throw RunError(
                fmt::format("traffic ended at second {} although the run goes on to {}; give a smaller "
                            "traffic.end_s or a longer traffic input",
                            summary_.simulated_until_s, stage_.scenario.traffic.end_s));
        double const cpu_before = own_cpu();
        follow_weather();
        double const duration_s = piece->emission.duration_s;
        double const begin_s = summary_.simulated_until_s;
        kerbs_.exchange(piece->roads, piece->held, duration_s, piece->emission, summary_);
        auto const others = sources_.add(begin_s, duration_s, piece->emission, summary_);
        if (carrier_.is_steady()) carrier_.collect_sources(sources_.masses(begin_s, duration_s));
        Stopwatch const transport_wall;
        auto const report = carrier_.advance(concentration_, piece->emission, piece->roads,
                                             stage_.background.inflow(begin_s), duration_s);
        add_wall("transport", transport_wall.seconds());
        add_to_account(summary_, *piece, report, others);
        if (!carrier_.is_steady()) chemistry_.advance(begin_s, duration_s, concentration_, summary_);
        if (border_) border_->set(summary_.simulated_until_s, concentration_, summary_);
        kerbs_.sample(begin_s, duration_s, concentration_, chemistry_);
        if (!carrier_.is_steady()) mean_.add(concentration_, duration_s, parallel_);
        weather_mean_.add(weather_now_, duration_s);
        if (WeatherMean::is_calm(weather_now_)) summary_.calm_s += duration_s;
        add(roads_, piece->roads);
        append(trace_, piece->trace);
        if (carrier_.is_steady())
            sampler_.await(summary_.simulated_until_s);
        else
            sampler_.add(summary_.simulated_until_s, concentration_, written_, receptors_);
        if (initial_air_) advance_initial_air(duration_s);
        if (mixing_.add(piece->roads, duration_s)) use_mixing();
        summary_.transport_cpu_s += own_cpu() - cpu_before;
        n_vehicles_ = piece->n_vehicles;
        tell();
    }

    void advance_initial_air(double duration_s) {
        initial_air_->advance(duration_s);
        summary_.initial_air_fraction = initial_air_->share_at_ground();
        if (at(spin_up_end_s())) initial_air_.reset();
    }

    /// Hands the finished step to the writer and goes on.
    void write_step(double begin_s, double end_s) {
        ++summary_.steps_written;
        summary_.literature = emission::check_against_literature(summary_.classes);
        account_time();
        bool const spin_up = end_s <= spin_up_end_s() + clock_tolerance_s && stage_.spin_up.length_s > 0;
        double const cpu_before = own_cpu();
        output_.put(
            {begin_s, end_s, spin_up, output_.copy(mean_.value()), written_.roads(roads_), n_vehicles_,
             written_.summary(summary_), weather_mean_.value(), written_.background(stage_.background, begin_s, end_s),
             kerbs_.value(), std::move(receptors_), std::move(trace_), changed_wind(begin_s)},
            checkpoint());
        handing_over_cpu_s_ += own_cpu() - cpu_before;
        output_.warn_if_slow(wall_.seconds());
        tell();
    }

    /// The wind at the end of an output step when the weather is not that of the end of the step before.
    std::optional<state::CellWind> changed_wind(double begin_s) {
        double const before_s = begin_s - stage_.scenario.run.coupling_interval_s;
        bool const is_first = before_s < stage_.scenario.traffic.begin_s - clock_tolerance_s;
        if (!is_first && flows_.piece_at(before_s).interval == wind_piece_.interval) return std::nullopt;
        return state::cell_wind(flow_->wind);
    }

    state::Checkpoint state_now() {
        std::optional<state::ConcentrationField> air;
        if (initial_air_) air = output_.copy(initial_air_->field());
        return {stage_.run_key, summary_.simulated_until_s, summary_, output_.copy(concentration_),
                std::move(air), streets_memory(),           {},       carrier_.fluxes()};
    }

    /// What the run goes on from after a kill; at its end there is nothing to go on with.
    std::optional<state::Checkpoint> checkpoint() {
        if (ports_.checkpoints == nullptr || !carrier_.can_resume() || at(stage_.scenario.traffic.end_s))
            return std::nullopt;
        return state_now();
    }

    void leave_branch_point() {
        if (feed_.next() != nullptr) throw RunError("traffic goes on where the run is to be branched");
        *ports_.branch_point = state_now();
        (*ports_.branch_point)->trip_begin_s = feed_.trip_begins();
    }

    void add_wall(std::string const& stage, double seconds) {
        auto known = std::ranges::find(summary_.stage_wall_s, stage, &std::pair<std::string, double>::first);
        if (known == summary_.stage_wall_s.end())
            summary_.stage_wall_s.emplace_back(stage, seconds);
        else
            known->second += seconds;
    }

    /// CPU of all threads but those of traffic and output [s].
    double own_cpu() const { return cpu_seconds() - feed_.cpu_so_far() - output_.cpu_so_far(); }

    void account_time() {
        summary_.wall_s = before_.wall_s + wall_.seconds();
        summary_.output_cpu_s = before_.output_cpu_s + handing_over_cpu_s_ + output_.cpu_so_far();
        summary_.output_wait_s = before_.output_wait_s + output_.waited_s();
    }

    void tell() {
        std::size_t const safe = output_.steps_safe();
        if (ports_.on_progress)
            ports_.on_progress({stage_.scenario.traffic.begin_s, summary_.simulated_until_s,
                                stage_.scenario.traffic.end_s, n_vehicles_, wall_.seconds(), safe, safe > told_});
        told_ = safe;
    }

    Stage const& stage_;
    Ports const& ports_;
    Parallel const& parallel_;
    std::vector<Pollutant> carried_;
    WrittenSpecies written_;
    Stopwatch wall_;
    state::RunSummary summary_;  ///< of the carried species
    state::RunSummary before_;   ///< the account of the run that is gone on with
    std::unique_ptr<wind::WindSolver> solver_;
    FlowSource flows_;
    WindPiece wind_piece_;
    state::InflowProfile weather_now_;
    state::Flow const* flow_;  ///< kept by flows_ or mixing_
    KerbAir kerbs_;
    Carrier carrier_;
    AirChemistry chemistry_;
    VehicleMixing mixing_;
    OtherSources sources_;
    state::ConcentrationField concentration_;
    MeanConcentration mean_;
    WeatherMean weather_mean_;
    state::RoadSeries roads_;
    ReceptorSampler sampler_;
    state::ReceptorSeries receptors_;
    state::VehicleTrace trace_;
    std::uint64_t n_vehicles_ = 0;
    std::size_t told_;  ///< steps that were reported as safe
    double handing_over_cpu_s_ = 0;
    std::optional<InitialAir> initial_air_;
    std::optional<BorderZone> border_;
    OutputQueue output_;  ///< ends after the traffic: what was handed over is still written
    TrafficFeed feed_;    ///< last: its thread must end before what it uses
};

}  // namespace

std::size_t steps_per_coupling(scenario::Scenario const& scenario, double traffic_step_s) {
    double const steps = scenario.run.coupling_interval_s / traffic_step_s;
    validate(steps >= 1 - 1e-9 && std::abs(steps - std::round(steps)) < 1e-6, "run.coupling_interval_s",
             fmt::format("{} s is not a multiple of the traffic step of {} s", scenario.run.coupling_interval_s,
                         traffic_step_s),
             "set run.coupling_interval_s to a multiple of SUMO's step-length");
    return static_cast<std::size_t>(std::llround(steps));
}

state::RunSummary run(Stage const& stage, Ports const& ports, Parallel const& parallel,
                      std::optional<state::Checkpoint> resume) {
    return Loop(stage, ports, parallel, std::move(resume)).run();
}

}  // namespace hacthanh::run
