#include "app/hacthanh/study_slurm.hpp"

#include "app/hacthanh/child_output.hpp"
#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/program_folder.hpp"
#include "io/study/slurm_scripts.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <utility>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr int most_empty_rounds = 2;                       // as the retries of a member
constexpr std::chrono::milliseconds shortest_pause{250};   // between looks at the queue ...
constexpr std::chrono::milliseconds longest_pause{10000};  // ... which controllers of big sites are asked by many
constexpr std::chrono::seconds table_pause{5};             // between lines where there is no terminal

io::study::SlurmPaths paths_of(fs::path const& folder, fs::path const& program = {}) {
    return {program.empty() ? program_folder() / "hacthanh" : program, fs::absolute(folder).lexically_normal()};
}

/// The jobs of one submission.
struct Jobs {
    std::string pilots;
    std::string merge;
};

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

std::string submit(fs::path const& script, std::string const& after = {}) {
    ChildOutput printed;
    try {
        printed = run_child(io::study::sbatch_command(script, after));
    } catch (RunError const& error) {
        throw InputError("executor.kind", error.what(),
                         "load Slurm's commands, use --executor local, or look at the scripts with --dry-run");
    }
    auto const job = io::study::submitted_job(printed.out);
    validate(printed.exit_code == 0 && job.has_value(), script.string(),
             fmt::format("sbatch refused it (exit code {}): {}", printed.exit_code, trimmed(printed.err)),
             "change [executor] of the study file");
    return *job;
}

/// Tasks of a job in the queue; nothing when the controller does not answer.
std::optional<io::study::QueuedTasks> look_at_queue(std::string const& job) {
    auto const printed = run_child({"squeue", "--noheader", "--array", "--format=%T", "--jobs=" + job});
    if (printed.exit_code == 0) return io::study::queued_tasks(printed.out);
    if (printed.err.find("Invalid job id") != std::string::npos) return io::study::QueuedTasks{};
    return std::nullopt;
}

fs::path record_file(fs::path const& folder) { return folder / "slurm" / "jobs.jsonl"; }

void record(fs::path const& folder, Jobs const& jobs) {
    std::ofstream out(record_file(folder), std::ios::app);
    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    out << nlohmann::ordered_json{{"submitted_utc", fmt::format("{:%FT%TZ}", now)},
                                  {"pilots", jobs.pilots},
                                  {"merge", jobs.merge}}
               .dump()
        << '\n';
    out.close();
    if (!out) throw RunError("cannot write " + record_file(folder).string());
}

/// Pilots and merge of the last submission that are still in the queue.
std::optional<Jobs> jobs_still_queued(fs::path const& folder) {
    std::ifstream lines(record_file(folder));
    std::optional<Jobs> last;
    for (std::string line; std::getline(lines, line);) {
        auto const row = nlohmann::json::parse(line, nullptr, false);
        if (row.is_object() && row.contains("pilots") && row.contains("merge"))
            last = Jobs{row["pilots"].get<std::string>(), row["merge"].get<std::string>()};
    }
    if (!last) return std::nullopt;
    auto const pilots = look_at_queue(last->pilots);
    return pilots && pilots->any() ? last : std::nullopt;
}

/// Writes both scripts and submits them.
Jobs submit_round(SlurmStudy const& study, std::size_t n_members) {
    auto const paths = paths_of(study.folder, study.program);
    auto const folder = paths.folder / "slurm";
    fs::create_directories(folder);
    io::write_text(folder / "pilots.sbatch", io::study::pilot_script(study.options, paths, n_members));
    io::write_text(folder / "merge.sbatch", io::study::merge_script(study.options, paths));
    fs::remove(paths.folder / io::study::merge_mark);
    Jobs jobs;
    jobs.pilots = submit(folder / "pilots.sbatch");
    jobs.merge = submit(folder / "merge.sbatch", jobs.pilots);
    record(paths.folder, jobs);
    return jobs;
}

/// One line of how far the study is: renewed on a terminal, else now and then.
class LiveLine {
public:
    void show(MemberCounts const& members, std::string const& queue, bool last = false) {
        auto const now = steady_clock::now();
        auto const progress =
            fmt::format("{} of {} members done, {} failed; ", members.done, members.all, members.failed);
        auto const text = progress + queue + time_left(members, now);
        if (terminal_) {
            fmt::print(stderr, "\r\033[K{}{}", text, last ? "\n" : "");
        } else if (last || (progress != shown_progress_ && now - shown_ >= table_pause)) {
            fmt::print(stderr, "{}\n", text);
            shown_progress_ = progress;
            shown_ = now;
        }
        std::fflush(stderr);
    }

private:
    std::string time_left(MemberCounts const& members, steady_clock::time_point now) {
        if (!first_) first_ = {now, members.done};
        auto const finished = members.done - std::min(members.done, first_->second);
        if (finished == 0 || members.left() == 0) return {};
        double const each_s =
            std::chrono::duration<double>(now - first_->first).count() / static_cast<double>(finished);
        return fmt::format("; about {:.0f} s left", each_s * static_cast<double>(members.left()));
    }

    bool terminal_ = isatty(STDERR_FILENO) == 1;
    std::string shown_progress_;
    steady_clock::time_point shown_ = steady_clock::now() - table_pause;
    std::optional<std::pair<steady_clock::time_point, std::size_t>> first_;
};

/// Follows the jobs of a study to the end of its merge.
class Follower {
public:
    Follower(SlurmStudy const& study, Jobs jobs) : study_(study), jobs_(std::move(jobs)) {}

    int follow() {
        members_ = study_.count();
        done_before_ = members_.done + members_.failed;
        while (!interrupt_.flag()) {
            auto const began = steady_clock::now();
            bool const ended = look();
            if (ended) return members_.done == members_.all && merge_code_ == 0 ? 0 : 1;
            pause(steady_clock::now() - began);
        }
        fmt::print(stderr, "\nno longer followed; the jobs {} and {} go on\n", jobs_.pilots, jobs_.merge);
        return 1;
    }

private:
    /// True when there is nothing more to wait for.
    bool look() {
        auto const pilots = look_at_queue(jobs_.pilots);
        members_ = study_.count();
        if (!pilots) {
            line_.show(members_, "Slurm's controller does not answer");
            return false;
        }
        line_.show(members_, fmt::format("pilots: {} run, {} wait", pilots->running, pilots->waiting));
        if (pilots->any()) {
            // A pilot that still waits, or hangs on a lost node, has nothing to do any more and holds up the merge.
            if (members_.left() == 0 && !std::exchange(cancelled_, true)) run_child({"scancel", jobs_.pilots});
            return false;
        }
        auto const merge = look_at_queue(jobs_.merge);
        if (!merge || merge->any()) return false;
        return members_.left() == 0 ? merged() : !again();
    }

    /// True when there is nothing more to wait for; submits a merge again that was forgotten by a controller that
    /// restarted.
    bool merged() {
        std::ifstream mark(study_.folder / io::study::merge_mark);
        if (mark >> merge_code_) {
            line_.show(members_, merge_code_ == 0 ? "merged" : "the merge ended with an error: see slurm/merge_*.log",
                       true);
            return true;
        }
        if (++lost_merges_ > most_empty_rounds) {
            line_.show(members_, "the merge does not run: see slurm/merge_*.log; `hacthanh study merge` does it here",
                       true);
            return true;
        }
        jobs_.merge = submit(study_.folder / "slurm" / "merge.sbatch");
        record(study_.folder, jobs_);
        return false;
    }

    /// Submits pilots for what is left. False when that has been tried often enough.
    bool again() {
        auto const finished = members_.done + members_.failed;
        empty_rounds_ = finished > done_before_ ? 0 : empty_rounds_ + 1;
        done_before_ = finished;
        if (empty_rounds_ > most_empty_rounds) {
            line_.show(members_, "pilots end without finishing a member", true);
            fmt::print(
                stderr,
                "{} members are left and {} submissions in a row finished none: see {}/slurm/pilot_*.log; more time or "
                "memory for [executor] may help; `hacthanh study` with the same file goes on\n",
                members_.left(), empty_rounds_, study_.folder.string());
            return false;
        }
        line_.show(members_, "pilots are gone, new ones are submitted", true);
        jobs_ = submit_round(study_, members_.left());
        cancelled_ = false;
        return true;
    }

    /// Looking at a big study takes its time; it gets a tenth of ours at most.
    void pause(steady_clock::duration look_took) const {
        auto const wanted = std::chrono::duration_cast<std::chrono::milliseconds>(9 * look_took);
        auto const until = steady_clock::now() + std::clamp(wanted, shortest_pause, longest_pause);
        while (steady_clock::now() < until && !interrupt_.flag())
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }

    SlurmStudy const& study_;
    Jobs jobs_;
    InterruptFlag interrupt_;
    LiveLine line_;
    MemberCounts members_;
    std::size_t done_before_ = 0;
    int empty_rounds_ = 0;
    int lost_merges_ = 0;
    int merge_code_ = -1;
    bool cancelled_ = false;
};

}  // namespace

void print_slurm_scripts(fs::path const& folder, io::study::ExecutorOptions const& options, std::size_t n_members) {
    auto const paths = paths_of(folder);
    auto const scripts = paths.folder / "slurm";
    fmt::print("# {}\n{}\n# {}\n{}\n", (scripts / "pilots.sbatch").string(),
               io::study::pilot_script(options, paths, n_members), (scripts / "merge.sbatch").string(),
               io::study::merge_script(options, paths));
    fmt::print("# {}\n# {}\n", fmt::join(io::study::sbatch_command(scripts / "pilots.sbatch"), " "),
               fmt::join(io::study::sbatch_command(scripts / "merge.sbatch", "PILOTS"), " "));
}

int run_on_slurm(SlurmStudy const& study, bool wait) {
    auto const queued = jobs_still_queued(study.folder);
    auto const members = study.count();
    auto const jobs = queued ? *queued : submit_round(study, members.left());
    fmt::print(stderr, "{}: pilots are job {}, the merge is job {}\n",
               queued ? "pilots of this study are in the queue already" : "submitted", jobs.pilots, jobs.merge);
    if (wait) return Follower(study, jobs).follow();
    fmt::print(stderr, "follow them with `squeue -j {}` or `hacthanh study status {}`\n", jobs.pilots,
               study.folder.string());
    return 0;
}

}  // namespace hacthanh::app
