#include "sim/traffic/worker_process.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace hacthanh::traffic {

namespace {

/// What the child does between fork and exec.
class SpawnActions {
public:
    SpawnActions() { posix_spawn_file_actions_init(&actions_); }
    SpawnActions(SpawnActions const&) = delete;
    SpawnActions& operator=(SpawnActions const&) = delete;
    ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }

    void open_null(int fd) { posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0); }
    void duplicate(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
    void close(int fd) { posix_spawn_file_actions_addclose(&actions_, fd); }
    posix_spawn_file_actions_t const* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

}  // namespace

WorkerProcess::WorkerProcess(std::filesystem::path const& program, std::vector<std::string> const& arguments,
                             std::vector<InheritedDescriptor> const& descriptors) {
    SpawnActions actions;
    actions.open_null(STDIN_FILENO);
    actions.open_null(STDOUT_FILENO);
    // Two moves, high and then into place, so that no target overwrites a source that is still needed.
    int const high = 200;
    for (std::size_t i = 0; i < descriptors.size(); ++i)
        actions.duplicate(descriptors[i].ours, high + static_cast<int>(i));
    for (std::size_t i = 0; i < descriptors.size(); ++i)
        actions.duplicate(high + static_cast<int>(i), descriptors[i].theirs);
    for (std::size_t i = 0; i < descriptors.size(); ++i) actions.close(high + static_cast<int>(i));

    std::vector<std::string> words = {program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);

    int const failure = posix_spawn(&pid_, program.c_str(), actions.get(), nullptr, argv.data(), environ);
    if (failure != 0)
        throw RunError(fmt::format("cannot start the traffic worker {}: {}; it belongs beside the program hacthanh",
                                   program.string(), std::strerror(failure)));
    running_ = true;
}

WorkerProcess::~WorkerProcess() {
    if (!running_) return;
    kill(pid_, SIGKILL);
    wait();
}

std::string WorkerProcess::wait() {
    int status = 0;
    while (running_ && waitpid(pid_, &status, 0) < 0)
        if (errno != EINTR) break;
    running_ = false;
    if (WIFSIGNALED(status))
        return fmt::format("was killed by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
    return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace hacthanh::traffic
