#include "io/sumo_tools.hpp"

#include "sim/core/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

extern char** environ;

namespace hacthanh::io {
namespace {

constexpr char const* debian_sumo_home = "/usr/share/sumo";
constexpr std::size_t error_text_size = 500;  // what a user reads of a tool's errors

/// Standard output and error of the child go to a file.
class SpawnActions {
public:
    explicit SpawnActions(std::filesystem::path const& output) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    }
    ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(SpawnActions const&) = delete;
    SpawnActions& operator=(SpawnActions const&) = delete;
    posix_spawn_file_actions_t const* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

/// Our environment with SUMO_HOME.
class ToolEnvironment {
public:
    ToolEnvironment() {
        for (char** entry = environ; *entry != nullptr; ++entry) entries_.push_back(*entry);
        if (std::getenv("SUMO_HOME") == nullptr) entries_.push_back(home_.data());
        entries_.push_back(nullptr);
    }
    char** get() { return entries_.data(); }

private:
    std::string home_ = std::string("SUMO_HOME=") + debian_sumo_home;
    std::vector<char*> entries_;
};

/// Exit code; -signal when a signal ended it.
int run(std::vector<std::string>& command, std::filesystem::path const& output) {
    std::vector<char*> arguments;
    for (auto& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    SpawnActions const actions(output);
    ToolEnvironment environment;
    pid_t child = 0;
    int const error = posix_spawnp(&child, arguments[0], actions.get(), nullptr, arguments.data(), environment.get());
    if (error != 0)
        throw RunError(
            fmt::format("cannot start {}: {}; it is in Debian's package sumo", command[0], std::strerror(error)));
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) throw RunError(fmt::format("lost {}: {}", command[0], std::strerror(errno)));
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

ToolRun run_sumo_tool(std::vector<std::string> command, std::filesystem::path const& messages,
                      std::string const& remedy) {
    int const code = run(command, messages);
    ToolRun result;
    std::string errors;  // from the first one on
    std::ifstream lines(messages);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("Warning:")) {
            if (++result.warnings <= ToolRun::most_kept) result.first_warnings.push_back(line.substr(9));
        }
        if (errors.size() < error_text_size && (!errors.empty() || line.starts_with("Error:"))) errors += line + " ";
    }
    if (code < 0) throw RunError(fmt::format("{} was ended by signal {}", command[0], -code));
    validate(code == 0, command[0], fmt::format("failed with exit code {}: {}", code, errors), remedy);
    return result;
}

}  // namespace hacthanh::io
