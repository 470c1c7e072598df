#include "app/hacthanh/shared_run.hpp"

#include "sim/core/error.hpp"
#include "sim/study/result_fan.hpp"

#include <utility>

namespace hacthanh::app {
namespace {

/// Counts the steps that pass: what a run really cost.
class CountedTraffic final : public traffic::TrafficSource {
public:
    explicit CountedTraffic(traffic::TrafficSource& source) : source_(source) {}
    double begin_s() const override { return source_.begin_s(); }
    double end_s() const override { return source_.end_s(); }
    double step_s() const override { return source_.step_s(); }
    std::optional<state::VehicleStates> next_step() override {
        auto step = source_.next_step();
        if (step) ++steps_;
        return step;
    }
    std::span<state::VehicleType const> vehicle_types() const override { return source_.vehicle_types(); }
    state::TrafficTotals totals() const override { return source_.totals(); }
    std::uint64_t steps() const { return steps_; }

private:
    traffic::TrafficSource& source_;
    std::uint64_t steps_ = 0;
};

}  // namespace

SharedRun::SharedRun(Session const& session, std::int64_t seed, Parallel const& parallel, std::atomic<bool> const* stop,
                     std::filesystem::path const& winds)
    : session_(session),
      seed_(seed),
      parallel_(parallel),
      stop_(stop),
      told_([](run::Progress const&) {}),
      winds_(session.wind_catalogue(winds)),
      outer_(session.outer_air()) {}

run::Ports SharedRun::ports(traffic::TrafficSource& traffic, state::ResultSink& results) const {
    return {traffic, results, nullptr, told_, stop_, winds_.get(), outer_.get()};
}

PartOfRun SharedRun::begin(double branch_s, std::vector<state::ResultSink*> const& results) {
    study::ResultFan fan(results);
    auto started = session_.start_traffic({.seed = seed_, .hold_s = branch_s});
    trunk_.reset(dynamic_cast<traffic::LibsumoTrafficSource*>(started.source.release()));
    CountedTraffic counted(*trunk_);
    scenario::Scenario until_branch = session_.scenario();
    until_branch.traffic.end_s = branch_s;
    auto const stage = session_.stage_of(until_branch);
    auto trunk_ports = ports(counted, fan);
    trunk_ports.branch_point = &branch_point_;
    auto summary = run::run(stage, trunk_ports, parallel_);
    return {std::move(summary), counted.steps()};
}

PartOfRun SharedRun::go_on(traffic::Interventions const& interventions, state::ResultSink& results) {
    if (!branch_point_) throw RunError("a run is to go on from a beginning that was stopped");
    auto const source = trunk_->branch(interventions);
    return run_to_end(*source, results, branch_point_);
}

PartOfRun SharedRun::alone(traffic::Interventions const& interventions, state::ResultSink& results,
                           std::filesystem::path const& sumo_outputs) {
    auto const started =
        session_.start_traffic({.sumo_outputs = sumo_outputs, .seed = seed_, .interventions = interventions});
    return run_to_end(*started.source, results, std::nullopt);
}

PartOfRun SharedRun::run_to_end(traffic::TrafficSource& source, state::ResultSink& results,
                                std::optional<state::Checkpoint> from) {
    CountedTraffic counted(source);
    auto summary = run::run(session_.stage(), ports(counted, results), parallel_, std::move(from));
    return {std::move(summary), counted.steps()};
}

std::string why_not_shared(Session const& session) {
    if (session.traffic_has_threads()) return "SUMO is to use threads";
    if (session.scenario().traffic.keep_sumo_outputs) return "SUMO's own outputs are kept";
    if (session.scenario().dispersion.model == "particles") return "particles are not kept";
    return {};
}

}  // namespace hacthanh::app
