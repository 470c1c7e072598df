#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/measure_plan.hpp"
#include "app/hacthanh/progress.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/shared_run.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/hacthanh/whatif_fast.hpp"
#include "app/hacthanh/whatif_members.hpp"
#include "app/hacthanh/whatif_planning.hpp"
#include "app/hacthanh/whatif_table.hpp"
#include "app/verb_list.hpp"
#include "io/measure_file.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/state/run_validity.hpp"
#include "sim/study/warm_up_groups.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

constexpr char const* base_name = "base";                   ///< of files: the baseline
constexpr char const* planned_base_name = "base_planning";  ///< the baseline with its routes in equilibrium

struct WhatifArguments {
    ScenarioArguments scenario;
    std::vector<fs::path> measures;
    fs::path folder;
    fs::path fast;                    ///< folder of transfer functions; empty = full runs
    std::vector<fs::path> scenarios;  ///< with fast: other scenario files
    int seeds = 5;
    fs::path costs;          ///< with fast: of a best package
    double budget_vnd = -1;  ///< with costs
    fs::path city;           ///< with fast: the people
    int threads = 0;
    bool fresh = false;
    bool force = false;
    bool quiet = false;
    bool json = false;
};

/// A measure file that is to be compared with the baseline of its mode.
struct Variant {
    std::string name;
    scenario::MeasureFile file;
    run::ResolvedMeasures resolved;  ///< in the network of the scenario

    bool planned() const { return file.mode() == scenario::MeasureMode::planning; }
};

std::vector<Variant> read_variants(WhatifArguments const& arguments, Session const& session) {
    std::vector<Variant> variants;
    for (auto const& path : arguments.measures) {
        Variant variant{path.stem().string(), io::read_measures(path), {}};
        require_known_indicators(session, variant.file);
        variant.resolved = session.resolve(variant.file, session.seed());
        validate(variant.resolved.answered, path.string(), fmt::format("{}", fmt::join(variant.resolved.notes, "; ")),
                 "nothing is computed that would not be an answer; leave this file out");
        for (auto const& other : variants)
            validate(other.name != variant.name, path.string(), "two measure files have this name",
                     "rename one of them");
        for (char const* taken : {base_name, planned_base_name, "shared"})
            validate(variant.name != taken, path.string(), "this name is taken", "rename the file");
        variants.push_back(std::move(variant));
    }
    return variants;
}

MemberPlan::Places places_of(Variant const& variant, city::City const& city) {
    MemberPlan::Places places;
    for (auto const& [ids, names] :
         {std::pair{&variant.resolved.place, &places.place}, std::pair{&variant.resolved.ring, &places.ring}})
        for (EdgeId const id : *ids) names->push_back(city.roads[id.value()].name);
    return places;
}

/// Runs on one session: those of operational mode share a warm-up, those of planning mode have a network each.
struct Group {
    Session const* session = nullptr;
    bool forks = false;
    std::vector<MemberPlan> members{};
    std::vector<SeedResult> seeds{};
};

/// Where a member's results are.
struct MemberPlace {
    std::size_t group = 0;
    std::size_t member = 0;
    std::size_t place = 0;  ///< of the variant, among the member's places
};

/// A variant, its baseline, and what is said of how it was made.
struct Pair {
    MemberPlace base;
    MemberPlace variant;
    std::vector<std::string> notes{};
    std::vector<std::string> invalid{};
};

fs::path make_folder(WhatifArguments const& arguments) {
    fs::path folder = arguments.folder;
    if (folder.empty()) folder = fs::path(arguments.scenario.scenario).replace_extension(".whatif");
    if (arguments.force) fs::remove_all(folder);
    validate(!fs::exists(folder) || fs::is_empty(folder), folder.string(), "the folder is not empty",
             "give --force to overwrite it or -o for another one");
    fs::create_directories(folder);
    return folder;
}

/// The last border of output steps at which nobody's measures of operational mode have begun; the begin of the run when
/// there are none.
double branch_time(Session const& session, std::vector<Variant> const& variants) {
    auto const& s = session.scenario();
    double first_s = s.traffic.end_s;
    for (auto const& variant : variants)
        if (!variant.planned()) first_s = std::min(first_s, variant.resolved.first_s);
    if (first_s >= s.traffic.end_s) return s.traffic.begin_s;
    return study::last_border(first_s, s.traffic.begin_s, s.traffic.end_s, s.output.interval_s);
}

std::string clock_text(Session const& session, double traffic_s) {
    auto const s = static_cast<long>(traffic_s + session.start_clock_s());
    return fmt::format("{:02}:{:02}", s / 3600 % 24, s / 60 % 60);
}

class Whatif {
public:
    explicit Whatif(WhatifArguments const& arguments)
        : arguments_(arguments), session_(arguments.scenario), variants_(read_variants(arguments, session_)) {
        validate(session_.scenario().traffic.recording.empty(), "traffic.recording", "a recording cannot be changed",
                 "name a traffic.sumo_config");
        validate(session_.scenario().output.keep_groups, "output.keep_groups", "must be true to compare delays",
                 "leave it out");
    }

    int run() {
        folder_ = make_folder(arguments_);
        Parallel const parallel(arguments_.threads);
        InterruptFlag const interrupt;
        double const branch_s = branch_time(session_, variants_);
        auto const& s = session_.scenario();
        double const spin_up_end_s = s.traffic.begin_s + session_.spin_up().length_s;
        compare_from_s_ = std::max(branch_s, spin_up_end_s);
        pairs_.resize(variants_.size());
        group_operational();
        group_planned();
        MemberSetting setting{.folder = folder_, .parallel = parallel, .stop = &interrupt.flag(), .on_progress = {}};
        setting.branch_s = branch_s;
        setting.compare_from_s = compare_from_s_;
        for (int n = 0; n < arguments_.seeds; ++n) {
            std::int64_t const seed = session_.seed() + n;
            ProgressDisplay display(arguments_.quiet, session_.start_clock_s());
            setting.on_progress = [&](std::string const&, run::Progress const& progress) { display.show(progress); };
            for (Group& group : groups_) {
                setting.fork = group.forks;
                group.seeds.push_back(run_seed(*group.session, group.members, seed, setting));
                if (group.seeds.back().complete) continue;
                log::warning("stopped in seed {}; what was finished is in {}", seed, folder_.string());
                return 1;
            }
            log::info("seed {} done ({} of {})", seed, n + 1, arguments_.seeds);
        }
        report();
        return 0;
    }

private:
    /// The baseline of today's routes and what is compared with it.
    void group_operational() {
        Group group{&session_, false, {{base_name, nullptr, false, {}}}};
        for (std::size_t v = 0; v < variants_.size(); ++v) {
            if (variants_[v].planned()) continue;
            auto const places = places_of(variants_[v], session_.city());
            pairs_[v] = {{groups_.size(), 0, group.members.front().places.size()},
                         {groups_.size(), group.members.size(), 0},
                         variants_[v].resolved.notes};
            group.members.front().places.push_back(places);
            group.members.push_back({variants_[v].name, &variants_[v].file, false, {places}});
        }
        if (group.members.size() == 1) return;
        group.forks = can_fork();
        groups_.push_back(std::move(group));
    }

    /// The baseline in equilibrium and every variant of planning mode, each on traffic of its own.
    void group_planned() {
        if (std::ranges::none_of(variants_, &Variant::planned)) return;
        PlannedSessions planned(arguments_.scenario, session_);
        std::size_t const base = groups_.size();
        auto const on_base = add_planned(planned.base(), {planned_base_name, nullptr, true, {}});
        for (std::size_t v = 0; v < variants_.size(); ++v) {
            Variant const& variant = variants_[v];
            if (!variant.planned()) continue;
            auto const places = places_of(variant, session_.city());
            auto& pair = pairs_[v];
            pair.base = {base, 0, groups_[base].members.front().places.size()};
            pair.variant = {groups_.size(), 0, 0};
            groups_[base].members.front().places.push_back(places);
            auto const made = add_planned(planned.variant(variant.file), {variant.name, &variant.file, true, {places}});
            pair.notes = variant.resolved.notes;
            for (auto const& note : on_base.notes) pair.notes.push_back("base: " + note);
            pair.notes.insert(pair.notes.end(), made.notes.begin(), made.notes.end());
            for (auto const& why : on_base.invalid) pair.invalid.push_back("base: " + why);
            pair.invalid.insert(pair.invalid.end(), made.invalid.begin(), made.invalid.end());
        }
    }

    /// Keeps the session and makes a group of its one member. @return what is said of it
    PlannedSession add_planned(PlannedSession made, MemberPlan const& member) {
        groups_.push_back({made.session.get(), false, {member}});
        sessions_.push_back(std::move(made.session));
        return made;
    }

    /// Where the traffic must not be forked, every member runs from its own start: the same numbers, more time.
    bool can_fork() const {
        if (arguments_.fresh) return false;
        auto const why = why_not_shared(session_);
        if (why.empty()) return true;
        log::warning("{}: every run starts on its own instead of sharing the warm-up", why);
        return false;
    }

    MemberResult const& result_of(MemberPlace const& at, std::size_t seed) const {
        return groups_[at.group].seeds[seed].members[at.member];
    }

    std::vector<Comparison> comparisons() const {
        std::vector<Comparison> found;
        for (std::size_t v = 0; v < variants_.size(); ++v) {
            Pair const& pair = pairs_[v];
            Comparison comparison;
            comparison.name = variants_[v].name;
            comparison.measures = &variants_[v].file;
            comparison.mode = variants_[v].file.mode();
            comparison.notes = pair.notes;
            comparison.invalid = pair.invalid;
            for (std::size_t n = 0; n < groups_[pair.base.group].seeds.size(); ++n) {
                std::int64_t const seed = groups_[pair.base.group].seeds[n].seed;
                for (auto const& [at, into] :
                     {std::pair{pair.base, &comparison.base}, std::pair{pair.variant, &comparison.variant}}) {
                    auto const& result = result_of(at, n);
                    into->push_back(result.indicators[at.place]);
                    for (auto const& reason : state::validity_of(result.traffic).reasons())
                        comparison.invalid.push_back(
                            fmt::format("{}, seed {}: {}", groups_[at.group].members[at.member].name, seed, reason));
                }
                add(comparison.events, result_of(pair.variant, n).traffic.events);
            }
            found.push_back(std::move(comparison));
        }
        return found;
    }

    static void add(std::vector<state::TrafficEvent>& sum, std::vector<state::TrafficEvent> const& more) {
        for (auto const& event : more) {
            auto known = std::ranges::find(sum, event.name, &state::TrafficEvent::name);
            if (known == sum.end()) known = sum.insert(known, {event.name, 0});
            known->count += event.count;
        }
    }

    nlohmann::ordered_json cost_json() const {
        nlohmann::ordered_json seeds = nlohmann::ordered_json::array();
        for (std::size_t n = 0; n < groups_.front().seeds.size(); ++n) {
            nlohmann::ordered_json members = nlohmann::ordered_json::object();
            std::uint64_t shared_steps = 0;
            for (Group const& group : groups_) {
                shared_steps += group.seeds[n].shared_steps;
                for (auto const& member : group.seeds[n].members)
                    members[member.file.filename().string()] = {
                        {"traffic_steps", member.traffic_steps},        {"forked", member.forked},
                        {"vehicles_inserted", member.traffic.departed}, {"vehicles_arrived", member.traffic.arrived},
                        {"vehicles_running", member.traffic.running},   {"vehicles_off_road", member.traffic.off_road},
                        {"vehicles_removed", member.traffic.removed}};
            }
            seeds.push_back({{"seed", groups_.front().seeds[n].seed},
                             {"shared_traffic_steps", shared_steps},
                             {"members", members}});
        }
        return seeds;
    }

    void report() const {
        auto const all = comparisons();
        double const end_s = session_.scenario().traffic.end_s;
        std::string const span =
            fmt::format("{}-{}", clock_text(session_, compare_from_s_), clock_text(session_, end_s));
        nlohmann::ordered_json document = {{"scenario", session_.loaded().file.string()},
                                           {"compared", span},
                                           {"runs", cost_json()},
                                           {"variants", nlohmann::ordered_json::object()}};
        std::string text =
            fmt::format("{} / {}\n", session_.scenario().about.title, session_.scenario().about.title_vi);
        if (!session_.scenario().about.note.empty())
            text += fmt::format("{} / {}\n", session_.scenario().about.note, session_.scenario().about.note_vi);
        for (auto const& comparison : all) {
            document["variants"][comparison.name] = comparison_json(comparison);
            text += comparison_text(comparison, span);
        }
        std::ofstream(folder_ / "whatif.json") << document.dump(2) << "\n";
        std::ofstream(folder_ / "whatif.txt") << text;
        fmt::print("{}\n", arguments_.json ? document.dump(2) : text);
    }

    WhatifArguments const& arguments_;
    Session session_;
    std::vector<Variant> variants_;
    fs::path folder_;
    double compare_from_s_ = 0;
    std::vector<std::unique_ptr<Session>> sessions_;  ///< of planning mode
    std::vector<Group> groups_;
    std::vector<Pair> pairs_;  ///< of the variants
};

int whatif(WhatifArguments const& arguments) {
    if (arguments.quiet) log::set_level(log::Level::warning);
    validate(arguments.scenarios.empty() || !arguments.fast.empty(), "--other", "means nothing without --fast",
             "run the other scenario and compare both results (hacthanh compare)");
    validate(!arguments.measures.empty() || !arguments.scenarios.empty(), "hacthanh whatif", "no measure file given",
             "name the scenario, then one or more measure files");
    validate(arguments.fast.empty() ? arguments.costs.empty() && arguments.city.empty() : true,
             arguments.costs.empty() ? "--city" : "--costs", "means nothing without --fast",
             "give it to hacthanh compare, after the runs");
    validate(arguments.costs.empty() == (arguments.budget_vnd < 0), "--budget", "and --costs belong together",
             "give both for the best package, or none");
    validate(arguments.costs.empty() || !arguments.measures.empty(), "--costs", "needs measure files to choose from",
             "name them after the scenario");
    if (!arguments.fast.empty()) {
        FastWhatif fast{.scenario = arguments.scenario,
                        .measures = arguments.measures,
                        .scenarios = arguments.scenarios,
                        .transfer = arguments.fast,
                        .folder = arguments.folder,
                        .force = arguments.force,
                        .costs = arguments.costs,
                        .budget_vnd = arguments.budget_vnd,
                        .seeds = arguments.seeds,
                        .city = arguments.city};
        fast.threads = arguments.threads;
        fast.json = arguments.json;
        return whatif_fast(fast);
    }
    return Whatif(arguments).run();
}

}  // namespace

void add_whatif(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("whatif", verb_description("whatif"));
    auto const arguments = std::make_shared<WhatifArguments>();
    arguments->scenario.add_to(*verb);
    verb->add_option("measures", arguments->measures, "Measure files, one variant each");
    verb->add_option("--seeds", arguments->seeds, "Pairs of seeds; fewer than 5 show nothing")
        ->check(CLI::Range(1, 1000));
    verb->add_option("-o,--output", arguments->folder,
                     "Folder of the results; default: the scenario's name with .whatif");
    verb->add_option("--threads", arguments->threads, "Threads of the transport; default: all cores")
        ->check(CLI::Range(0, 1024));
    verb->add_option("--fast", arguments->fast,
                     "Folder of `hacthanh transfer`: traffic and emission alone are run, one seed; for measures that "
                     "change emission alone")
        ->check(CLI::ExistingDirectory);
    verb->add_option("--other", arguments->scenarios,
                     "With --fast: another scenario file of the same air, with its own fleet, volume or SUMO run "
                     "(repeatable); -o then keeps every place (places.csv)")
        ->allow_extra_args(false);
    verb->add_option("--costs", arguments->costs,
                     "With --fast: what the measure files cost (docs/formats/costs.md); finds the best package within "
                     "--budget over --seeds seeds, and evaluates it as one")
        ->check(CLI::ExistingFile);
    verb->add_option("--budget", arguments->budget_vnd, "With --costs: what may be spent [VND]")
        ->check(CLI::NonNegativeNumber);
    verb->add_option("--city", arguments->city,
                     "With --fast: city folder with the people; default: the one of the scenario")
        ->check(CLI::ExistingDirectory);
    verb->add_flag("--fresh", arguments->fresh, "Run every member from its own start instead of sharing the warm-up");
    verb->add_flag("--force", arguments->force, "Overwrite an existing folder");
    verb->add_flag("--quiet", arguments->quiet, "No progress, warnings only");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return whatif(*arguments); }; });
}

}  // namespace hacthanh::app
