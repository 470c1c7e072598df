#include "app/hacthanh/study_pool.hpp"

#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/program_folder.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/stopwatch.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>

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

pid_t start_member(fs::path const& folder, std::string const& id, int threads) {
    std::string program = (program_folder() / "hacthanh-engine").string();
    std::string text = folder.string();
    std::string name = id;
    std::string count = std::to_string(threads);
    std::string study = "study";
    std::string verb = "run-member";
    std::string option = "--threads";
    std::array<char*, 8> const argv = {program.data(), study.data(),  verb.data(),  text.data(),
                                       name.data(),    option.data(), count.data(), nullptr};
    pid_t const parent = getpid();
    pid_t const child = fork();
    if (child < 0) throw RunError(fmt::format("cannot start a member: {}", std::strerror(errno)));
    if (child == 0) become_member(parent, argv.data());
    return child;
}

std::string duration_text(double seconds) {
    auto const whole = static_cast<long>(seconds + 0.5);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

class Pool {
public:
    Pool(fs::path const& folder, PoolOptions const& options) : folder_(folder), options_(options) {
        for (auto const& id : io::study::read_ids(folder)) {
            auto const state = MemberFolder(folder, id).status().state;
            ++counts_.all;
            if (state == MemberState::done)
                ++counts_.done;
            else if (state == MemberState::failed)
                ++counts_.failed;
            else
                (state == MemberState::running ? others_ : waiting_).push_back(id);
        }
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
    void start() {
        while (!waiting_.empty() && running_.size() < static_cast<std::size_t>(options_.slots)) {
            auto const id = waiting_.front();
            waiting_.pop_front();
            if (settle(id)) continue;
            running_[start_member(folder_, id, options_.threads)] = id;
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

    /// A process that died without a word leaves its attempt open: we know how it died.
    void ended(std::string const& id, pid_t pid, int how) {
        MemberFolder const member(folder_, id);
        auto const status = member.status();
        bool const open =
            !status.attempts.empty() && status.attempts.back().outcome.empty() && status.attempts.back().pid == pid;
        if (open && WIFSIGNALED(how))
            member.end(status.attempts.back().number, "killed", fmt::format("signal {} ended it", WTERMSIG(how)));
        else if (open)
            member.end(status.attempts.back().number, "failed",
                       fmt::format("its process ended with exit code {}", WEXITSTATUS(how)));
        bool const never_began = WIFEXITED(how) && WEXITSTATUS(how) == 127;
        if (never_began) throw RunError("hacthanh-engine cannot be started; is the installation whole?");
        if (settle(id)) return;
        bool const claimed = !status.attempts.empty() && status.attempts.back().pid == pid;
        if (!claimed && ++unclaimed_[id] > io::study::most_retries)
            throw RunError(
                fmt::format("{}: its process ended {} times before it could claim the member; is the disk full, or "
                            "member.json damaged? Mend that and start the study again: it goes on",
                            member.path().string(), unclaimed_[id]));
        waiting_.push_back(id);
    }

    void look_at_others() {
        if (others_.empty() || watch_.seconds() - looked_s_ < others_pause_s) return;
        looked_s_ = watch_.seconds();
        auto const ids = std::exchange(others_, {});
        for (auto const& id : ids)
            if (!settle(id)) waiting_.push_back(id);
    }

    bool stop() {
        for (auto const& [pid, id] : running_) kill(pid, SIGTERM);
        for (auto const& [pid, id] : running_) {
            int how = 0;
            while (waitpid(pid, &how, 0) < 0 && errno == EINTR) {
            }
            MemberFolder const member(folder_, id);
            auto const attempts = member.status().attempts;
            if (!attempts.empty() && attempts.back().outcome.empty() && attempts.back().pid == pid)
                member.end(attempts.back().number, "stopped", "asked to stop");
        }
        running_.clear();
        show(true);
        return false;
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
        auto const text = fmt::format(
            "{} of {} members done, {} failed, {} running{}{}", counts_.done, counts_.all, counts_.failed,
            running_.size(), others_.empty() ? "" : fmt::format(", {} elsewhere", others_.size()), time_left(now_s));
        fmt::print(stderr, "{}{}{}", terminal ? "\r\033[K" : "", text, terminal && !last ? "" : "\n");
        std::fflush(stderr);
    }

    std::string time_left(double now_s) {
        auto const finished = counts_.done + counts_.failed;
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
    std::deque<std::string> waiting_;
    std::deque<std::string> others_;  ///< that other processes run
    std::map<pid_t, std::string> running_;
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
