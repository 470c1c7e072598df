#include "app/hacthanh/whatif_members.hpp"

#include "app/hacthanh/shared_run.hpp"
#include "io/result_writer.hpp"

#include <fmt/format.h>

#include <memory>
#include <set>
#include <utility>

namespace hacthanh::app {
namespace {

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
        if (plan.measures == nullptr) return session.header(threads, seed);
        return session.header(threads, seed, *plan.measures, {plan.measures->file});
    }

    std::string name;
    std::filesystem::path file;
    state::RunHeader header;  ///< the sink looks at it as long as it lives
    io::NetcdfResultSink sink;
    std::vector<study::MemberIndicators> indicators;
    study::MeteredResult metered;
    traffic::Interventions interventions;
};

MemberResult result_of(Member& member, PartOfRun const& part, bool forked) {
    member.metered.finish(part.summary);
    MemberResult result{member.file, {}, part.summary.traffic, part.traffic_steps, forked};
    for (auto const& indicators : member.indicators) result.indicators.push_back(indicators.result());
    return result;
}

}  // namespace

SeedResult run_seed(Session const& session, std::vector<MemberPlan> const& members, std::int64_t seed,
                    MemberSetting const& setting) {
    std::vector<std::unique_ptr<Member>> runs;
    for (auto const& member : members) runs.push_back(std::make_unique<Member>(session, member, seed, setting));
    auto const told = [&setting](std::string const& name) {
        return [&setting, name](run::Progress const& progress) { setting.on_progress(name, progress); };
    };
    SharedRun shared(session, seed, setting.parallel, setting.stop, setting.folder / "winds");
    SeedResult result{seed, 0, {}, true};
    bool const shares = setting.fork && setting.branch_s > session.scenario().traffic.begin_s;
    if (shares) {
        std::vector<state::ResultSink*> sinks;
        for (auto const& member : runs) sinks.push_back(&member->metered);
        shared.on_progress(told("shared"));
        result.shared_steps = shared.begin(setting.branch_s, sinks).traffic_steps;
        result.complete = shared.has_begun();
    }
    for (auto const& member : runs) {
        if (setting.stop != nullptr && *setting.stop) result.complete = false;
        if (!result.complete) break;
        shared.on_progress(told(member->name));
        auto const part = shares ? shared.go_on(member->interventions, member->metered)
                                 : shared.alone(member->interventions, member->metered);
        result.members.push_back(result_of(*member, part, shares));
        result.complete = part.summary.complete;
    }
    return result;
}

}  // namespace hacthanh::app
