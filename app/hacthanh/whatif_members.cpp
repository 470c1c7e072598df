#include "app/hacthanh/whatif_members.hpp"

#include "io/result_writer.hpp"
#include "sim/core/error.hpp"
#include "sim/study/result_fan.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"

#include <fmt/format.h>

#include <memory>
#include <set>
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

/// The roads of a city that bear these names, ascending.
std::vector<EdgeId> roads_named(city::City const& city, std::vector<std::string> const& names) {
    std::set<std::string> const wanted(names.begin(), names.end());
    std::vector<EdgeId> roads;
    for (std::size_t r = 0; r < city.roads.size(); ++r)
        if (wanted.contains(city.roads[r].name)) roads.emplace_back(static_cast<std::uint32_t>(r));
    return roads;
}

/// The results of one member while it runs.
struct Member {
    Member(Session const& session, MemberPlan const& plan, std::int64_t seed, MemberSetting const& setting)
        : name(plan.name),
          file(setting.folder / fmt::format("{}.s{}.nc", plan.name, seed)),
          header(header_of(session, plan, seed, setting.parallel.n_threads())),
          sink(header, file.string(), session.writer_options(setting.parallel.n_threads())),
          metered(sink, indicators) {
        for (auto const& [place, ring] : plan.places)
            indicators.emplace_back(session.city(), session.mesh(), session.scenario().output.species,
                                    setting.compare_from_s, roads_named(session.city(), place),
                                    roads_named(session.city(), ring));
        if (plan.measures != nullptr) interventions = session.resolve(*plan.measures, seed, plan.built).interventions;
    }

    static state::RunHeader header_of(Session const& session, MemberPlan const& plan, std::int64_t seed, int threads) {
        auto header = session.header(threads, seed);
        if (plan.measures == nullptr) return header;
        add_measures(header, *plan.measures);
        header.provenance.inputs.push_back(input_file(plan.measures->file, measure_role));
        return header;
    }

    std::string name;
    std::filesystem::path file;
    state::RunHeader header;  ///< the sink looks at it as long as it lives
    io::NetcdfResultSink sink;
    std::vector<study::MemberIndicators> indicators;
    study::MeteredResult metered;
    traffic::Interventions interventions;
};

class SeedRun {
public:
    SeedRun(Session const& session, std::int64_t seed, MemberSetting const& setting)
        : session_(session),
          seed_(seed),
          setting_(setting),
          winds_(session.wind_catalogue()),
          outer_(session.outer_air()) {}

    SeedResult run(std::vector<std::unique_ptr<Member>> const& members) {
        SeedResult result{seed_, 0, {}, true};
        bool const shares = setting_.fork && setting_.branch_s > session_.scenario().traffic.begin_s;
        if (shares) result.shared_steps = run_trunk(members);
        for (auto const& member : members) {
            if (setting_.stop != nullptr && *setting_.stop) result.complete = false;
            if (!result.complete) break;
            result.members.push_back(shares ? go_on(*member) : run_alone(*member));
            result.complete = complete_;
        }
        return result;
    }

private:
    run::Ports ports(traffic::TrafficSource& traffic, state::ResultSink& results, std::string const& name) const {
        return {traffic,       results,
                nullptr,       [this, name](run::Progress const& progress) { setting_.on_progress(name, progress); },
                setting_.stop, winds_.get(),
                outer_.get()};
    }

    /// The time that all members share. Leaves `trunk_` and `branch_point_`.
    std::uint64_t run_trunk(std::vector<std::unique_ptr<Member>> const& members) {
        std::vector<state::ResultSink*> sinks;
        for (auto const& member : members) sinks.push_back(&member->metered);
        study::ResultFan fan(sinks);
        auto started = session_.start_traffic({.seed = seed_, .hold_s = setting_.branch_s});
        trunk_.reset(dynamic_cast<traffic::LibsumoTrafficSource*>(started.source.release()));
        CountedTraffic counted(*trunk_);
        scenario::Scenario until_branch = session_.scenario();
        until_branch.traffic.end_s = setting_.branch_s;
        auto const stage = session_.stage_of(until_branch);
        auto trunk_ports = ports(counted, fan, "shared");
        trunk_ports.branch_point = &branch_point_;
        run::run(stage, trunk_ports, setting_.parallel);
        return counted.steps();
    }

    MemberResult go_on(Member& member) {
        if (!branch_point_) return {};  // stopped before
        auto const source = trunk_->branch(member.interventions);
        return finish(member, *source, branch_point_, true);
    }

    MemberResult run_alone(Member& member) {
        auto const started = session_.start_traffic({.seed = seed_, .interventions = member.interventions});
        return finish(member, *started.source, std::nullopt, false);
    }

    MemberResult finish(Member& member, traffic::TrafficSource& source, std::optional<state::Checkpoint> from,
                        bool forked) {
        CountedTraffic counted(source);
        auto const summary =
            run::run(session_.stage(), ports(counted, member.metered, member.name), setting_.parallel, std::move(from));
        member.metered.finish(summary);
        complete_ = summary.complete;
        MemberResult result{member.file, {}, summary.traffic, counted.steps(), forked};
        for (auto const& indicators : member.indicators) result.indicators.push_back(indicators.result());
        return result;
    }

    Session const& session_;
    std::int64_t seed_;
    MemberSetting const& setting_;
    std::unique_ptr<state::WindCatalogue> winds_;
    std::unique_ptr<io::OuterResult> outer_;
    std::unique_ptr<traffic::LibsumoTrafficSource> trunk_;
    std::optional<state::Checkpoint> branch_point_;
    bool complete_ = true;
};

}  // namespace

SeedResult run_seed(Session const& session, std::vector<MemberPlan> const& members, std::int64_t seed,
                    MemberSetting const& setting) {
    std::vector<std::unique_ptr<Member>> runs;
    for (auto const& member : members) runs.push_back(std::make_unique<Member>(session, member, seed, setting));
    return SeedRun(session, seed, setting).run(runs);
}

}  // namespace hacthanh::app
