#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/progress.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/hacthanh/whatif_members.hpp"
#include "app/hacthanh/whatif_table.hpp"
#include "app/verb_list.hpp"
#include "io/measure_file.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/state/run_validity.hpp"

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

struct WhatifArguments {
    ScenarioArguments scenario;
    std::vector<fs::path> measures;
    fs::path folder;
    int seeds = 5;
    int threads = 0;
    bool fresh = false;
    bool force = false;
    bool quiet = false;
    bool json = false;
};

/// A measure file that is to be compared with the baseline.
struct Variant {
    std::string name;
    scenario::MeasureFile file;
    run::ResolvedMeasures resolved;
};

std::vector<Variant> read_variants(WhatifArguments const& arguments, Session const& session) {
    std::vector<Variant> variants;
    for (auto const& path : arguments.measures) {
        Variant variant{path.stem().string(), io::read_measures(path), {}};
        variant.resolved = session.resolve(variant.file, session.seed());
        validate(variant.resolved.answered, path.string(), fmt::format("{}", fmt::join(variant.resolved.notes, "; ")),
                 "nothing is computed that would not be an answer; leave this file out");
        validate(variant.file.mode() == scenario::MeasureMode::operational, path.string(),
                 "its measures are of planning mode, and routes in equilibrium are not prepared here yet",
                 "set mode = \"operational\" in its measures to see them with the routes of today");
        for (auto const& other : variants)
            validate(other.name != variant.name, path.string(), "two measure files have this name",
                     "rename one of them");
        validate(variant.name != "base" && variant.name != "shared", path.string(), "this name is taken",
                 "rename the file");
        variants.push_back(std::move(variant));
    }
    return variants;
}

fs::path make_folder(WhatifArguments const& arguments) {
    fs::path folder = arguments.folder;
    if (folder.empty()) folder = fs::path(arguments.scenario.scenario).replace_extension(".whatif");
    if (arguments.force) fs::remove_all(folder);
    validate(!fs::exists(folder) || fs::is_empty(folder), folder.string(), "the folder is not empty",
             "give --force to overwrite it or -o for another one");
    fs::create_directories(folder);
    return folder;
}

/// The last border of output steps at which nobody's measures have begun.
double branch_time(Session const& session, std::vector<Variant> const& variants) {
    auto const& s = session.scenario();
    double first_s = s.traffic.end_s;
    for (auto const& variant : variants) first_s = std::min(first_s, variant.resolved.first_s);
    double const steps = std::floor((first_s - s.traffic.begin_s) / s.output.interval_s + 1e-9);
    double const branch_s = s.traffic.begin_s + steps * s.output.interval_s;
    return branch_s < s.traffic.end_s ? branch_s : s.traffic.begin_s;
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
        MemberSetting setting{.folder = folder_, .parallel = parallel, .stop = &interrupt.flag(), .on_progress = {}};
        setting.fork = can_fork();
        setting.branch_s = branch_s;
        setting.compare_from_s = compare_from_s_;
        auto const members = member_plans();
        for (int n = 0; n < arguments_.seeds; ++n) {
            std::int64_t const seed = session_.seed() + n;
            ProgressDisplay display(arguments_.quiet, session_.start_clock_s());
            setting.on_progress = [&](std::string const&, run::Progress const& progress) { display.show(progress); };
            seeds_.push_back(run_seed(session_, members, seed, setting));
            if (!seeds_.back().complete) {
                log::warning("stopped in seed {}; what was finished is in {}", seed, folder_.string());
                return 1;
            }
            log::info("seed {} done ({} of {})", seed, n + 1, arguments_.seeds);
        }
        report();
        return 0;
    }

private:
    /// Where the traffic must not be forked, every member runs from its own start: the same numbers, more time.
    bool can_fork() const {
        if (arguments_.fresh) return false;
        if (session_.traffic_has_threads()) {
            log::warning("SUMO is to use threads: every run starts on its own instead of sharing the warm-up");
            return false;
        }
        if (session_.scenario().traffic.keep_sumo_outputs) {
            log::warning("SUMO's own outputs are kept: every run starts on its own instead of sharing the warm-up");
            return false;
        }
        return true;
    }

    std::vector<MemberPlan> member_plans() const {
        std::vector<MemberPlan> members(1);
        members.front().name = "base";
        for (auto const& variant : variants_) {
            members.push_back({variant.name, &variant.file, false, {{variant.resolved.place, variant.resolved.ring}}});
            members.front().places.push_back(members.back().places.front());
        }
        return members;
    }

    std::vector<Comparison> comparisons() const {
        std::vector<Comparison> found;
        for (std::size_t v = 0; v < variants_.size(); ++v) {
            Comparison comparison;
            comparison.name = variants_[v].name;
            comparison.measures = &variants_[v].file;
            comparison.mode = variants_[v].file.mode();
            comparison.notes = variants_[v].resolved.notes;
            for (auto const& seed : seeds_) {
                comparison.base.push_back(seed.members[0].indicators[v]);
                comparison.variant.push_back(seed.members[v + 1].indicators[0]);
                for (std::size_t m : {std::size_t(0), v + 1})
                    for (auto const& reason : state::validity_of(seed.members[m].traffic).reasons())
                        comparison.invalid.push_back(
                            fmt::format("{}, seed {}: {}", m == 0 ? "base" : comparison.name, seed.seed, reason));
                add(comparison.events, seed.members[v + 1].traffic.events);
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
        for (auto const& seed : seeds_) {
            nlohmann::ordered_json members = nlohmann::ordered_json::object();
            for (auto const& member : seed.members)
                members[member.file.filename().string()] = {
                    {"traffic_steps", member.traffic_steps},        {"forked", member.forked},
                    {"vehicles_inserted", member.traffic.departed}, {"vehicles_arrived", member.traffic.arrived},
                    {"vehicles_running", member.traffic.running},   {"vehicles_off_road", member.traffic.off_road},
                    {"vehicles_removed", member.traffic.removed}};
            seeds.push_back({{"seed", seed.seed}, {"shared_traffic_steps", seed.shared_steps}, {"members", members}});
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
    std::vector<SeedResult> seeds_;
};

int whatif(WhatifArguments const& arguments) {
    if (arguments.quiet) log::set_level(log::Level::warning);
    validate(!arguments.measures.empty(), "hacthanh whatif", "no measure file given",
             "name the scenario, then one or more measure files");
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
    verb->add_flag("--fresh", arguments->fresh, "Run every member from its own start instead of sharing the warm-up");
    verb->add_flag("--force", arguments->force, "Overwrite an existing folder");
    verb->add_flag("--quiet", arguments->quiet, "No progress, warnings only");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return whatif(*arguments); }; });
}

}  // namespace hacthanh::app
