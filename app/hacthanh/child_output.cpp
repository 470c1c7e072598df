#include "app/hacthanh/child_output.hpp"

#include "sim/core/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;

namespace hacthanh::app {
namespace {

/// A pipe whose ends close themselves.
class Pipe {
public:
    Pipe() {
        if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw RunError(fmt::format("no pipe: {}", std::strerror(errno)));
    }
    ~Pipe() {
        close_write();
        close(ends_[0]);
    }
    Pipe(Pipe const&) = delete;
    Pipe& operator=(Pipe const&) = delete;
    int read_end() const { return ends_[0]; }
    int write_end() const { return ends_[1]; }
    void close_write() {
        if (ends_[1] >= 0) close(ends_[1]);
        ends_[1] = -1;
    }

private:
    std::array<int, 2> ends_{};
};

/// Reads both to their ends, whichever speaks first.
void read_all(Pipe const& out, std::string& out_text, Pipe const& err, std::string& err_text) {
    std::array<pollfd, 2> wanted{pollfd{out.read_end(), POLLIN, 0}, pollfd{err.read_end(), POLLIN, 0}};
    std::array<std::string*, 2> const texts{&out_text, &err_text};
    std::array<char, 4096> buffer{};
    while (wanted[0].fd >= 0 || wanted[1].fd >= 0) {
        if (poll(wanted.data(), wanted.size(), -1) < 0 && errno != EINTR) return;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (wanted[i].fd < 0 || wanted[i].revents == 0) continue;
            ssize_t const size = read(wanted[i].fd, buffer.data(), buffer.size());
            if (size > 0) texts[i]->append(buffer.data(), static_cast<std::size_t>(size));
            if (size == 0 || (size < 0 && errno != EINTR)) wanted[i].fd = -1;  // poll leaves it out
        }
    }
}

}  // namespace

ChildOutput run_child(std::vector<std::string> command) {
    std::vector<char*> arguments;
    for (auto& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    Pipe out, err;
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out.write_end(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.write_end(), STDERR_FILENO);
    pid_t child = 0;
    int const error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw RunError(fmt::format("cannot start {}: {}", command[0], std::strerror(error)));
    out.close_write();
    err.close_write();
    ChildOutput result;
    read_all(out, result.out, err, result.err);
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) throw RunError(fmt::format("lost {}: {}", command[0], std::strerror(errno)));
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return result;
}

}  // namespace hacthanh::app
