#include "app/hacthanh/study_pool.hpp"

#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/program_folder.hpp"
#include "app/hacthanh/study_member.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/study/warm_up_groups.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using io::study::MemberFolder;
using io::study::MemberState;

constexpr std::chrono::milliseconds shortest_pause{10};  ///< between looks at the children
constexpr double others_pause_s = 1;                     ///< between looks at members that others run
constexpr double line_pause_s = 5;                       ///< between lines where there is no terminal
constexpr double redraw_pause_s = 0.5;

/// Becomes `hacthanh-engine study run-member FOLDER ID`; only calls that are allowed after fork.
[[noreturn]] void become_member(pid_t parent, char* const* argv) {
    setpgid(0, 0);  // Ctrl-C is the pool's: it asks its members to stop once
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    int const nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) dup2(nowhere, STDOUT_FILENO);
    execv(argv[0], argv);
    _exit(127);
}

using Unit = std::vector<std::string>;  ///< ids of members of one process, in the order of their turns

pid_t start_unit(fs::path const& folder, Unit const& unit, int threads) {
    std::vector<std::string> words = {(program_folder() / "hacthanh-engine").string(),
                                      "study",
                                      "run-member",
                                      "--threads",
                                      std::to_string(threads),
                                      folder.string()};
    words.insert(words.end(), unit.begin(), unit.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t const parent = getpid();
    pid_t const child = fork();
    if (child < 0) throw RunError(fmt::format("cannot start a member: {}", std::strerror(errno)));
    if (child == 0) become_member(parent, argv.data());
    return child;
}

/// A number for every member: the same for those that are equal but for their measures.
std::map<std::string, std::size_t> groups_of(fs::path const& folder) {
    std::map<std::string, std::size_t> group_of_settings;
    std::map<std::string, std::size_t> groups;
    for (auto const& row : io::study::read_manifest(folder)) {
        auto const settings = row.at("set").dump() + row.at("seed").dump();
        auto const group = group_of_settings.emplace(settings, group_of_settings.size()).first->second;
        groups.emplace(row.at("id").get<std::string>(), group);
    }
    return groups;
}

std::string duration_text(double seconds) {
    auto const whole = static_cast<long>(seconds + 0.5);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

class Pool {
public:
    Pool(fs::path const& folder, PoolOptions const& options) : folder_(folder), options_(options) {
        if (options.share) groups_ = groups_of(folder);
        Unit missing;
        for (auto const& id : io::study::read_ids(folder)) {
            auto const state = MemberFolder(folder, id).status().state;
            ++counts_.all;
            if (state == MemberState::done)
                ++counts_.done;
            else if (state == MemberState::failed)
                ++counts_.failed;
            else
                (state == MemberState::running ? others_ : missing).push_back(id);
        }
        enqueue(missing);
    }

    bool run() {
        while (!(waiting_.empty() && running_.empty() && others_.empty())) {
            if (interrupt_.flag()) return stop();
            start();
            bool const changed = reap();
            look_at_others();
            show(changed);
            std::this_thread::sleep_for(shortest_pause);
        }
        return true;
    }

private:
    /// Puts members into units; those that have failed before get one each, so that they take nobody with them.
    void enqueue(Unit const& ids) {
        std::vector<std::vector<std::size_t>> together;
        std::map<std::size_t, std::size_t> known;  // group -> its place in `together`
        for (std::size_t n = 0; n < ids.size(); ++n) {
            auto const group = groups_.find(ids[n]);
            if (group == groups_.end() || alone_.contains(ids[n]) || has_failed(ids[n])) {
                together.push_back({n});
                continue;
            }
            auto const [place, is_new] = known.emplace(group->second, together.size());
            if (is_new) together.emplace_back();
            together[place->second].push_back(n);
        }
        for (auto const& members : study::units_of_work(together, std::max(options_.slots, options_.all_slots))) {
            auto& unit = waiting_.emplace_back();
            for (std::size_t const n : members) unit.push_back(ids[n]);
        }
    }

    bool has_failed(std::string const& id) const {
        auto const attempts = MemberFolder(folder_, id).status().attempts;
        return std::ranges::any_of(attempts,
                                   [](auto const& a) { return a.outcome == "failed" || a.outcome == "killed"; });
    }

    void start() {
        while (!waiting_.empty() && running_.size() < static_cast<std::size_t>(options_.slots)) {
            auto unit = std::move(waiting_.front());
            waiting_.pop_front();
            std::erase_if(unit, [this](std::string const& id) { return settle(id); });
            if (!unit.empty()) running_[start_unit(folder_, unit, options_.threads)] = std::move(unit);
        }
    }

    /// Sorts a member that is not to be started; false when it is.
    bool settle(std::string const& id) {
        auto const status = MemberFolder(folder_, id).status();
        switch (status.state) {
            case MemberState::done: ++counts_.done; return true;
            case MemberState::failed:
                ++counts_.failed;
                log::warning("{} has failed for good: {}", id, status.reason);
                return true;
            case MemberState::running: others_.push_back(id); return true;
            case MemberState::missing: return false;
        }
        return false;
    }

    bool reap() {
        bool changed = false;
        for (auto it = running_.begin(); it != running_.end();) {
            int how = 0;
            if (waitpid(it->first, &how, WNOHANG) != it->first) {
                ++it;
                continue;
            }
            changed = true;
            ended(it->second, it->first, how);
            it = running_.erase(it);
        }
        return changed;
    }

    /// A process that died without a word leaves attempts open: we know how it died. It worked on the first of them;
    /// the others had not had their turn.
    void ended(Unit const& unit, pid_t pid, int how) {
        bool const never_began = WIFEXITED(how) && WEXITSTATUS(how) == 127;
        if (never_began) throw RunError("hacthanh-engine cannot be started; is the installation whole?");
        bool const taken = WIFEXITED(how) && WEXITSTATUS(how) == taken_exit_code;
        bool first = true;
        Unit again;
        for (auto const& id : unit) {
            bool const claimed = end_open_attempt(id, pid, first ? how_it_died(how) : not_its_turn);
            if (claimed) first = false;
            if (settle(id)) continue;
            if (claimed || was_claimed(id, pid)) {
                again.push_back(id);
            } else if (taken) {
                others_.push_back(id);  // who has the first of them is about to claim it
            } else {
                count_unclaimed(id);
                again.push_back(id);
            }
        }
        enqueue(again);
    }

    struct Ending {
        char const* outcome;
        std::string reason;
    };
    inline static Ending const not_its_turn = {"stopped", "the process that was to run it ended before its turn"};

    static Ending how_it_died(int how) {
        if (WIFSIGNALED(how)) return {"killed", fmt::format("signal {} ended it", WTERMSIG(how))};
        return {"failed", fmt::format("its process ended with exit code {}", WEXITSTATUS(how))};
    }

    /// One that has published its result, and died before it said so, is done.
    /// @return whether there was one of this process that ended otherwise
    bool end_open_attempt(std::string const& id, pid_t pid, Ending const& ending) const {
        MemberFolder const member(folder_, id);
        auto const status = member.status();
        auto const& attempts = status.attempts;
        if (attempts.empty() || !attempts.back().outcome.empty() || attempts.back().pid != pid) return false;
        bool const is_done = status.state == MemberState::done;
        member.end(attempts.back().number, is_done ? "done" : ending.outcome, is_done ? "" : ending.reason);
        return !is_done;
    }

    bool was_claimed(std::string const& id, pid_t pid) const {
        auto const attempts = MemberFolder(folder_, id).status().attempts;
        return !attempts.empty() && attempts.back().pid == pid;
    }

    void count_unclaimed(std::string const& id) {
        alone_.insert(id);
        if (++unclaimed_[id] <= io::study::most_retries) return;
        throw RunError(
            fmt::format("{}: its process ended {} times before it could claim the member; is the disk full, or "
                        "member.json damaged? Mend that and start the study again: it goes on",
                        MemberFolder(folder_, id).path().string(), unclaimed_[id]));
    }

    void look_at_others() {
        if (others_.empty() || watch_.seconds() - looked_s_ < others_pause_s) return;
        looked_s_ = watch_.seconds();
        auto const ids = std::exchange(others_, {});
        Unit free;
        for (auto const& id : ids)
            if (!settle(id)) free.push_back(id);
        enqueue(free);
    }

    bool stop() {
        for (auto const& [pid, unit] : running_) kill(pid, SIGTERM);
        for (auto const& [pid, unit] : running_) {
            int how = 0;
            while (waitpid(pid, &how, 0) < 0 && errno == EINTR) {
            }
            for (auto const& id : unit) end_open_attempt(id, pid, {"stopped", "asked to stop"});
        }
        running_.clear();
        show(true);
        return false;
    }

    /// Members that are done in processes that go on.
    std::size_t done_in_running() const {
        std::size_t done = 0;
        for (auto const& [pid, unit] : running_)
            done += static_cast<std::size_t>(std::ranges::count_if(unit, [this](std::string const& id) {
                return fs::exists(MemberFolder(folder_, id).path() / "done.json");
            }));
        return done;
    }

    void show(bool changed) {
        if (options_.quiet) return;
        bool const terminal = isatty(STDERR_FILENO) == 1;
        double const now_s = watch_.seconds();
        bool const last = waiting_.empty() && running_.empty() && others_.empty();
        double const pause_s = terminal ? redraw_pause_s : line_pause_s;
        if (!last && now_s - shown_s_ < pause_s) return;
        if (!terminal && !changed) return;
        shown_s_ = now_s;
        auto const done = counts_.done + done_in_running();
        auto const text =
            fmt::format("{} of {} members done, {} failed, {} processes{}{}", done, counts_.all, counts_.failed,
                        running_.size(), others_.empty() ? "" : fmt::format(", {} elsewhere", others_.size()),
                        time_left(now_s, done + counts_.failed));
        fmt::print(stderr, "{}{}{}", terminal ? "\r\033[K" : "", text, terminal && !last ? "" : "\n");
        std::fflush(stderr);
    }

    std::string time_left(double now_s, std::size_t finished) {
        if (!first_finished_) first_finished_ = finished;
        auto const since = finished - *first_finished_;
        auto const left = counts_.all - finished;
        if (since == 0 || left == 0) return {};
        return fmt::format(", about {} left",
                           duration_text(now_s / static_cast<double>(since) * static_cast<double>(left)));
    }

    fs::path const& folder_;
    PoolOptions const& options_;
    InterruptFlag interrupt_;
    Stopwatch watch_;
    StudyCounts counts_;
    std::map<std::string, std::size_t> groups_;  ///< of the members; empty: nobody shares
    std::deque<Unit> waiting_;
    Unit others_;  ///< that other processes run
    std::map<pid_t, Unit> running_;
    std::set<std::string> alone_;           ///< members that are not run with others any more
    std::map<std::string, int> unclaimed_;  ///< processes of a member that ended before they had claimed it
    std::optional<std::size_t> first_finished_;
    double looked_s_ = 0;
    double shown_s_ = -line_pause_s;
};

}  // namespace

StudyCounts count_members(fs::path const& folder) {
    StudyCounts counts;
    for (auto const& id : io::study::read_ids(folder)) {
        ++counts.all;
        switch (MemberFolder(folder, id).status().state) {
            case MemberState::done: ++counts.done; break;
            case MemberState::failed: ++counts.failed; break;
            case MemberState::running: ++counts.running; break;
            case MemberState::missing: break;
        }
    }
    return counts;
}

bool run_pool(fs::path const& folder, PoolOptions const& options) { return Pool(folder, options).run(); }

}  // namespace hacthanh::app
