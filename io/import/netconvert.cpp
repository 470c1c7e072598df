#include "io/import/netconvert.hpp"

#include "sim/core/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

extern char** environ;

namespace hacthanh::io {
namespace {

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

/// Exit code; -signal when a signal ended it.
int run(std::vector<std::string> command, std::filesystem::path const& output) {
    std::vector<char*> arguments;
    for (auto& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    SpawnActions const actions(output);
    pid_t child = 0;
    int const error = posix_spawnp(&child, arguments[0], actions.get(), nullptr, arguments.data(), environ);
    if (error != 0)
        throw RunError(
            fmt::format("cannot start {}: {}; it is in Debian's package sumo", command[0], std::strerror(error)));
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) throw RunError(fmt::format("lost {}: {}", command[0], std::strerror(errno)));
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

std::vector<std::string> netconvert_command(std::filesystem::path const& roads, std::filesystem::path const& network,
                                            NetconvertSettings const& settings) {
    // What SUMO's own page on OpenStreetMap recommends, streets with names, motor vehicles only.
    std::vector<std::string> command = {"netconvert",
                                        "--osm-files",
                                        roads.string(),
                                        "--output-file",
                                        network.string(),
                                        "--xml-validation",
                                        "never",  // our own file; else SUMO_HOME or the net is asked for the schema
                                        "--output.street-names",
                                        "--geometry.remove",
                                        "--ramps.guess",
                                        "--junctions.join",
                                        "--tls.guess-signals",
                                        "--tls.discard-simple",
                                        "--tls.join",
                                        "--tls.default-type",
                                        "actuated",
                                        "--keep-edges.by-vclass",
                                        "passenger,motorcycle,bus",
                                        "--remove-edges.isolated",
                                        "--no-turnarounds.except-deadend"};
    if (settings.left_hand) command.emplace_back("--lefthand");
    if (settings.box) {
        command.emplace_back("--keep-edges.in-geo-boundary");
        command.push_back(fmt::format("{:.7f},{:.7f},{:.7f},{:.7f}", settings.box->west, settings.box->south,
                                      settings.box->east, settings.box->north));
    }
    command.insert(command.end(), settings.extra.begin(), settings.extra.end());
    return command;
}

void run_netconvert(std::vector<std::string> const& command, std::filesystem::path const& messages, ImportLog& log) {
    int const code = run(command, messages);
    std::string last_lines;  // from the first error on
    std::ifstream lines(messages);
    log.add("netconvert_warnings", 0);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("Warning:")) log.count("netconvert_warnings", line.substr(9));
        if (last_lines.size() < 500 && (!last_lines.empty() || line.starts_with("Error:"))) last_lines += line + " ";
    }
    if (code < 0) throw RunError(fmt::format("netconvert was ended by signal {}", -code));
    validate(code == 0, "netconvert", fmt::format("failed with exit code {}: {}", code, last_lines),
             "are there streets for motor vehicles inside the box?");
}

}  // namespace hacthanh::io
