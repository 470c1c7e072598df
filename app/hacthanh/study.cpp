/// `hacthanh study`: many runs. The sub-verbs check, run-member, pilot, merge, verify and status work on its folder.

#include "app/hacthanh/study_cost.hpp"
#include "app/hacthanh/study_folder.hpp"
#include "app/hacthanh/study_member.hpp"
#include "app/hacthanh/study_merge.hpp"
#include "app/hacthanh/study_plan.hpp"
#include "app/hacthanh/study_pool.hpp"
#include "app/hacthanh/study_slurm.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct StudyArguments {
    fs::path study;
    fs::path folder;
    std::vector<std::string> ids;
    int slots = 0;
    int threads = 1;
    std::string executor;  ///< empty: the study file's
    bool wait = false;
    bool dry_run = false;
    bool quiet = false;
    bool retry_failed = false;
    bool json = false;
};

/// Rows of `check` for people: more settings than these are summed up by the least and the dearest.
constexpr std::size_t most_rows = 24;

ordered_json price_json(io::study::StudyFile const& study, MemberPrice const& price) {
    ordered_json levels = ordered_json::object();
    for (std::size_t f = 0; f < study.factors.size(); ++f) levels[study.factors[f].key] = price.levels[f];
    return {{"point", price.point},
            {"weather", price.weather},
            {"variant", price.variant},
            {"levels", levels},
            {"members", price.members},
            {"cells", price.plan.cells},
            {"core_s", price.core_s()},
            {"winds", price.winds.size()},
            {"wall_s", price.plan.wall_s},
            {"memory_bytes", price.plan.memory_bytes},
            {"disk_bytes", price.plan.file_bytes},
            {"shared", price.shared}};
}

std::string price_line(io::study::StudyFile const& study, MemberPrice const& price) {
    std::string text =
        fmt::format("  {:>7.0f} s {:>6.2f} GB {:>8.1f} MB  {} x {}, {}", price.core_s(), price.plan.memory_bytes / 1e9,
                    price.plan.file_bytes / 1e6, price.members, price.variant, price.weather);
    for (std::size_t f = 0; f < study.factors.size(); ++f)
        text += fmt::format(", {} = {}", study.factors[f].key, price.levels[f]);
    return text + "\n";
}

std::string prices_text(io::study::StudyFile const& study, std::vector<MemberPrice> const& prices) {
    std::string text = "run by itself each takes (core-seconds, memory, disk):\n";
    if (prices.size() <= most_rows) {
        for (auto const& price : prices) text += price_line(study, price);
        return text;
    }
    auto const [least, most] = std::ranges::minmax_element(prices, {}, &MemberPrice::core_s);
    return text + price_line(study, *least) + price_line(study, *most);
}

std::string winds_text(StudyCost const& cost) {
    if (cost.winds == 0) return {};
    return fmt::format("{} wind{} around buildings, each solved once: {:.0f} s of that\n", cost.winds,
                       cost.winds == 1 ? "" : "s", cost.winds_s);
}

int check_study(StudyArguments const& arguments) {
    auto const study = io::study::read_study(arguments.study);
    auto const cost = cost_of_study(study, arguments.slots);
    auto const n = cost.members.size();
    if (arguments.json) {
        ordered_json out = {{"members", n},
                            {"core_hours", cost.core_s / 3600},
                            {"winds", cost.winds},
                            {"winds_core_s", cost.winds_s},
                            {"disk_bytes", cost.disk_bytes},
                            {"slots", cost.slots},
                            {"wall_s", cost.wall_s},
                            {"member_core_s", cost.core_s / static_cast<double>(n)},
                            {"member_memory_bytes", cost.memory_bytes},
                            {"settings", ordered_json::array()}};
        for (auto const& price : cost.prices) out["settings"].push_back(price_json(study, price));
        fmt::print("{}\n", out.dump(2));
        return 0;
    }
    fmt::print(
        "{} members: {} points x {} weathers x {} variants x {} seeds\n"
        "about {:.2f} core-hours ({:.0f} s each, at most {:.2f} GB of memory), {:.2f} GB on disk\n"
        "{}about {:.0f} min with {} at a time\n{}",
        n, n / (study.weathers.size() * (study.variants.size() + 1) * static_cast<std::size_t>(study.seeds)),
        study.weathers.size(), study.variants.size() + 1, study.seeds, cost.core_s / 3600,
        cost.core_s / static_cast<double>(n), cost.memory_bytes / 1e9, cost.disk_bytes / 1e9, winds_text(cost),
        cost.wall_s / 60, cost.slots, prices_text(study, cost.prices));
    return 0;
}

/// Every member with its attempts; failed ones with their reason.
int show_status(StudyArguments const& arguments) {
    ordered_json rows = ordered_json::array();
    for (auto const& row : io::study::read_manifest(arguments.folder)) {
        auto const status = io::study::MemberFolder(arguments.folder, row.at("id")).status();
        ordered_json member = row;
        member["state"] = io::study::name(status.state);
        member["reason"] = status.reason;
        member["attempts"] = ordered_json::array();
        for (auto const& attempt : status.attempts)
            member["attempts"].push_back({{"outcome", attempt.outcome.empty() ? "open" : attempt.outcome},
                                          {"reason", attempt.reason},
                                          {"host", attempt.host},
                                          {"pid", attempt.pid}});
        rows.push_back(std::move(member));
    }
    auto const counts = count_members(arguments.folder);
    ordered_json const all = {{"members", counts.all},   {"done", counts.done},         {"running", counts.running},
                              {"failed", counts.failed}, {"missing", counts.missing()}, {"rows", rows}};
    if (arguments.json) {
        fmt::print("{}\n", all.dump(2));
        return 0;
    }
    fmt::print("{} members: {} done, {} running, {} failed, {} missing\n", counts.all, counts.done, counts.running,
               counts.failed, counts.missing());
    for (auto const& row : rows)
        if (row["state"] == "failed")
            fmt::print("{} {} {} seed {}: failed after {} attempts: {}\n", row["id"].get<std::string>(),
                       row["variant"].get<std::string>(), row["weather"].get<std::string>(),
                       row["seed"].get<std::int64_t>(), row["attempts"].size(), row["reason"].get<std::string>());
    return 0;
}

int merge(fs::path const& folder, bool json) {
    auto const merged = merge_study(folder);
    if (json)
        fmt::print(
            "{}\n",
            ordered_json{{"members", merged.members}, {"merged", merged.merged}, {"folder", folder.string()}}.dump(2));
    else
        fmt::print("{} of {} members merged: {}\n", merged.merged, merged.members, (folder / "summary.json").string());
    for (auto const& note : merged.notes) log::info("{}", note);
    if (!merged.problem.empty()) log::error("no index.nc or fields.nc: {}", merged.problem);
    if (merged.merged < merged.members)
        log::warning("{} members are missing; summary.json names them and says why", merged.members - merged.merged);
    return merged.merged == merged.members && merged.problem.empty() ? 0 : 1;
}

/// On a cluster: its scripts, or the members run by its pilots.
int submit_study(PreparedStudy const& prepared, io::study::ExecutorOptions const& options,
                 StudyArguments const& arguments) {
    auto const count = [folder = prepared.folder] {
        auto const counts = count_members(folder);
        return MemberCounts{counts.all, counts.done, counts.failed};
    };
    if (arguments.dry_run) {
        print_slurm_scripts(prepared.folder, options, count().left());
        return 0;
    }
    return run_on_slurm({prepared.folder, options, count}, arguments.wait);
}

int run_study(StudyArguments const& arguments) {
    validate(!arguments.study.empty(), "hacthanh study", "no study file given",
             "name a STUDY.toml, see docs/formats/study.md");
    auto const study = io::study::read_study(arguments.study);
    auto const folder = arguments.folder.empty() ? default_study_folder(study.file) : arguments.folder;
    auto const kind = arguments.executor.empty() ? study.executor.kind : arguments.executor;
    int slots = arguments.slots > 0 ? arguments.slots : study.executor.slots;
    bool const by_memory = kind == "local" && slots == 0 && !arguments.dry_run;
    std::vector<StudyMember> members;
    if (by_memory) {
        auto cost = cost_of_study(study, 0);
        slots = cost.slots;
        members = std::move(cost.members);
    } else {
        members = plan_members(study);
    }
    auto const prepared = prepare_study(study, members, folder);
    for (auto const& wrong : prepared.corrupt) log::warning("{}; it is run again", wrong);
    if (prepared.reused > 0) log::info("{} of {} members are done already", prepared.reused, prepared.members);
    if (arguments.retry_failed) {
        std::size_t again = 0;
        for (auto const& id : io::study::read_ids(prepared.folder))
            if (io::study::MemberFolder(prepared.folder, id).forgive()) ++again;
        log::info("{} members that had failed are tried again", again);
    }
    if (kind == "slurm") return submit_study(prepared, study.executor, arguments);
    if (arguments.dry_run) {
        fmt::print("{} members prepared in {}\n", prepared.members, prepared.folder.string());
        return 0;
    }
    bool const finished = run_pool(
        prepared.folder, {slots, study.executor.threads, slots, study.executor.share_warm_up, arguments.quiet});
    if (!finished) {
        log::warning("stopped; the same command goes on");
        return 1;
    }
    return merge(prepared.folder, arguments.json);
}

/// Reads every result. A member whose files are not those that were written is open again.
int verify_study(StudyArguments const& arguments) {
    std::size_t done = 0;
    std::size_t damaged = 0;
    for (auto const& id : io::study::read_ids(arguments.folder)) {
        io::study::MemberFolder const member(arguments.folder, id);
        if (member.status().state != io::study::MemberState::done) continue;
        ++done;
        if (auto const wrong = member.recheck(io::study::Reading::all)) {
            ++damaged;
            log::warning("{}: {}", id, *wrong);
        }
    }
    fmt::print("{} of {} finished members have the files that were written\n", done - damaged, done);
    if (damaged > 0) log::warning("the others are made again when the study is started again");
    return damaged == 0 ? 0 : 1;
}

int run_one(StudyArguments const& arguments) {
    log::set_level(log::Level::warning);
    auto const outcome = run_members(fs::absolute(arguments.folder), arguments.ids, arguments.threads);
    if (outcome == MemberOutcome::taken) return taken_exit_code;
    return outcome == MemberOutcome::done ? 0 : 1;
}

int pilot(StudyArguments const& arguments) {
    auto const folder = fs::absolute(arguments.folder);
    auto const settings = read_settings(folder);
    PoolOptions const options{std::max(1, arguments.slots), settings.threads, settings.slots, settings.share_warm_up,
                              arguments.quiet};
    if (!run_pool(folder, options)) return 1;
    return count_members(folder).failed == 0 ? 0 : 1;
}

using Arguments = std::shared_ptr<StudyArguments>;

CLI::App* add_part(CLI::App& verb, Action& action, Arguments const& arguments, char const* name, char const* text,
                   int (*what)(StudyArguments const&)) {
    auto* const part = verb.add_subcommand(name, text);
    part->callback([arguments, what, &action] { action = [arguments, what] { return what(*arguments); }; });
    return part;
}

}  // namespace

void add_study(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("study", verb_description("study"));
    auto const arguments = std::make_shared<StudyArguments>();
    verb->add_option("study", arguments->study, "Study file (TOML), docs/formats/study.md");
    verb->add_option("--folder", arguments->folder, "Where members are kept; default: STUDY.study");
    auto const slots = [&](CLI::App* part) {
        part->add_option("--slots", arguments->slots, "Members at a time; default: by cores and free memory")
            ->check(CLI::Range(1, 100000));
    };
    auto const folder = [&](CLI::App* part) {
        part->add_option("folder", arguments->folder, "Folder of the study")->required();
    };
    slots(verb);
    verb->add_option("--executor", arguments->executor,
                     "Where members run, instead of the study file's [executor] kind")
        ->check(CLI::IsMember({"local", "slurm"}));
    verb->add_flag("--wait", arguments->wait, "Slurm: follow the jobs to their end, submit lost pilots again");
    verb->add_flag("--dry-run", arguments->dry_run, "Prepare the folder, run nothing; Slurm: print the scripts");
    verb->add_flag("--retry-failed", arguments->retry_failed,
                   "Try members again that had failed for good: after a full disk, a mended input");
    verb->add_flag("--quiet", arguments->quiet, "No progress, warnings only");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->require_subcommand(0, 1);
    verb->callback([arguments, verb, &action] {
        if (verb->get_subcommands().empty()) action = [arguments] { return run_study(*arguments); };
    });

    auto* const check =
        add_part(*verb, action, arguments, "check", "Say what a study would take; run nothing", check_study);
    check->add_option("study", arguments->study, "Study file (TOML)")->required();
    slots(check);
    check->add_flag("--json", arguments->json, "One JSON document on standard output");

    auto* const one =
        add_part(*verb, action, arguments, "run-member", "Run a member, or several with one warm-up", run_one);
    folder(one);
    one->add_option("ids", arguments->ids, "Lines of ids.txt; several: members that differ in their measures alone")
        ->required();
    one->add_option("--threads", arguments->threads, "Threads of the transport")->check(CLI::Range(1, 1024));

    auto* const some = add_part(*verb, action, arguments, "pilot", "Claim and run members until none is left", pilot);
    folder(some);
    slots(some);
    some->add_flag("--quiet", arguments->quiet, "No progress, warnings only");

    auto* const merging =
        add_part(*verb, action, arguments, "merge", "Write summary.json and ranking.csv of what is done",
                 [](StudyArguments const& a) { return merge(fs::absolute(a.folder), a.json); });
    folder(merging);
    merging->add_flag("--json", arguments->json, "One JSON document on standard output");

    auto* const verifying = add_part(*verb, action, arguments, "verify",
                                     "Read all results and compare them with their hashes", verify_study);
    folder(verifying);

    auto* const status = add_part(*verb, action, arguments, "status", "Say how far a study is", show_status);
    folder(status);
    status->add_flag("--json", arguments->json, "One JSON document on standard output");
}

}  // namespace hacthanh::app
