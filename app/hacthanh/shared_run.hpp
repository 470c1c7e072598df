#pragma once

#include "app/hacthanh/session.hpp"
#include "sim/core/parallel.hpp"
#include "sim/run/simulation.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hacthanh::app {

/// One run, or the end of one that began with others.
struct PartOfRun {
    state::RunSummary summary;
    std::uint64_t traffic_steps = 0;  ///< simulated for this part
};

/// Runs of one session and seed that differ in their measures alone. The time before these begin can be run once,
/// traffic and air; each run then goes on from a fork of the traffic worker and a copy of the air, with the bits that
/// it has from its own start (docs/adr/0015-branch-by-forking-the-worker.md). The session must outlive it. Memory
/// beside a run's own: twice the fields of the carried species once it has begun.
class SharedRun {
public:
    /// @param stop   may be null: set from elsewhere to end the run at the next coupling interval
    /// @param winds  catalogue of a session that names none; empty = none
    SharedRun(Session const& session, std::int64_t seed, Parallel const& parallel, std::atomic<bool> const* stop,
              std::filesystem::path const& winds = {});

    /// Told after every coupling interval.
    void on_progress(std::function<void(run::Progress const&)> told) { told_ = std::move(told); }

    /// Runs the time up to `branch_s` into all results. When it was stopped, `has_begun` is false after it.
    PartOfRun begin(double branch_s, std::vector<state::ResultSink*> const& results);
    bool has_begun() const { return branch_point_.has_value(); }
    /// Goes on from there. @pre has_begun()
    PartOfRun go_on(traffic::Interventions const& interventions, state::ResultSink& results);
    /// Ends the worker that they go on from: nobody goes on any more.
    void end() { trunk_.reset(), branch_point_.reset(); }
    /// A whole run. @param sumo_outputs  where SUMO's own files go if they are kept
    PartOfRun alone(traffic::Interventions const& interventions, state::ResultSink& results,
                    std::filesystem::path const& sumo_outputs = {});

private:
    run::Ports ports(traffic::TrafficSource& traffic, state::ResultSink& results) const;
    PartOfRun run_to_end(traffic::TrafficSource& source, state::ResultSink& results,
                         std::optional<state::Checkpoint> from);

    Session const& session_;
    std::int64_t seed_;
    Parallel const& parallel_;
    std::atomic<bool> const* stop_;
    std::function<void(run::Progress const&)> told_;
    std::unique_ptr<state::WindCatalogue> winds_;
    std::unique_ptr<io::OuterResult> outer_;
    std::unique_ptr<traffic::LibsumoTrafficSource> trunk_;
    std::optional<state::Checkpoint> branch_point_;
};

/// Why runs of this session cannot share a beginning, as each has to start from its own; empty: they can.
std::string why_not_shared(Session const& session);

}  // namespace hacthanh::app
