#include "app/hacthanh/study_group.hpp"

#include "app/hacthanh/measure_plan.hpp"
#include "sim/core/error.hpp"
#include "sim/state/run_validity.hpp"
#include "sim/study/warm_up_groups.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

/// Numbers of the whole city; those of a measure's own roads have no counterpart in the baseline.
ordered_json numbers_of(study::MemberIndicators const& gathered, state::TrafficTotals const& traffic) {
    ordered_json indicators = ordered_json::object();
    for (auto const& [name, value] : gathered.result())
        if (name.find('@') == std::string::npos) indicators[name] = value;
    auto const validity = state::validity_of(traffic);
    return {{"valid", validity.valid()}, {"not_valid_because", validity.reasons()}, {"indicators", indicators}};
}

MemberMeasures measures_of(Session const& session, nlohmann::json const& order) {
    MemberMeasures found;
    for (auto const& file : order.at("measures")) found.files.emplace_back(file.get<std::string>());
    if (found.files.empty()) return found;
    found.file = read_together(found.files);
    auto resolved = session.resolve(*found.file, session.seed());
    require_operational(*found.file, resolved);
    found.first_s = resolved.first_s;
    found.interventions = std::move(resolved.interventions);
    return found;
}

}  // namespace

OpenResult::OpenResult(Session const& session, MemberMeasures const& measures, fs::path const& to, int threads)
    : file(to),
      header(measures.file ? session.header(threads, session.seed(), *measures.file, measures.files)
                           : session.header(threads, session.seed())),
      sink(header, file.string(), session.writer_options(threads)),
      metered(sink, gathered) {
    gathered.emplace_back(session.city(), session.mesh(), session.scenario().output.species,
                          session.scenario().traffic.begin_s, std::vector<EdgeId>{}, std::vector<EdgeId>{});
}

StudyGroup::StudyGroup(std::vector<Claimed> const& members, fs::path const& winds, int threads,
                       std::atomic<bool> const& stop)
    : members_(members),
      session_({members.front().order.at("scenario").get<std::string>(),
                {},
                members.front().order.at("set").get<std::vector<std::string>>(),
                {}}),
      parallel_(threads),
      run_(session_, session_.seed(), parallel_, &stop, winds),
      measures_(members.size()),
      results_(members.size()) {
    if (members.size() < 2 || !why_not_shared(session_).empty()) return;
    std::vector<double> first_s;
    for (std::size_t n = 0; n < members.size(); ++n) first_s.push_back(first_of(n));
    auto const& s = session_.scenario();
    parting_s_ = study::best_parting(first_s, s.traffic.begin_s, s.traffic.end_s, s.output.interval_s);
    for (std::size_t n = 0; n < members.size(); ++n)
        if (parting_s_ > s.traffic.begin_s && first_s[n] >= parting_s_) sharing_.push_back(n);
}

std::vector<std::size_t> StudyGroup::waiting_for_beginning(std::size_t member) const {
    return shares(member) && !begun_ ? sharing_ : std::vector<std::size_t>{};
}

void StudyGroup::begin() {
    begun_ = true;
    std::vector<state::ResultSink*> sinks;
    for (std::size_t const n : sharing_) sinks.push_back(&open(n).metered);
    shared_steps_ = run_.begin(parting_s_, sinks).traffic_steps;
}

std::optional<MemberRun> StudyGroup::run(std::size_t member) {
    bool const goes_on = shares(member);
    if (goes_on && !run_.has_begun()) return std::nullopt;
    auto& result = open(member);
    auto const& interventions = measures(member).interventions;
    auto const part = goes_on ? run_.go_on(interventions, result.metered)
                              : run_.alone(interventions, result.metered, result.file.parent_path() / "sumo");
    result.metered.finish(part.summary);
    std::optional<MemberRun> done;
    if (part.summary.complete)
        done = {numbers_of(result.gathered.front(), part.summary.traffic), part.traffic_steps,
                goes_on ? shared_steps_ : 0};
    close(member);
    if (goes_on && member == sharing_.back()) run_.end();  // its CPU time counts before the last is published
    return done;
}

void StudyGroup::close(std::size_t member) {
    results_[member].reset();
    if (!begun_) std::erase(sharing_, member);
}

bool StudyGroup::shares(std::size_t member) const { return std::ranges::count(sharing_, member) > 0; }

MemberMeasures const& StudyGroup::measures(std::size_t member) {
    if (!measures_[member]) measures_[member] = measures_of(session_, members_[member].order);
    return *measures_[member];
}

/// A member whose measures cannot be read shares nothing: it fails alone when its turn comes.
double StudyGroup::first_of(std::size_t member) {
    try {
        return measures(member).first_s;
    } catch (InputError const&) {
        return session_.scenario().traffic.begin_s;
    }
}

OpenResult& StudyGroup::open(std::size_t member) {
    auto const& claimed = members_[member];
    if (!results_[member])
        results_[member] = std::make_unique<OpenResult>(
            session_, measures(member), claimed.folder.scratch(claimed.attempt) / "result.nc", parallel_.n_threads());
    return *results_[member];
}

}  // namespace hacthanh::app
