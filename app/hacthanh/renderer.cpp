#include "app/hacthanh/renderer.hpp"

#include "app/hacthanh/program_folder.hpp"
#include "sim/core/error.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace hacthanh::app {
namespace {

std::filesystem::path beside(char const* name) {
    auto program = program_folder() / name;
    if (!std::filesystem::exists(program))
        throw RunError(fmt::format(
            "{} is missing: this build has no pictures (preset minimal); build the release preset", program.string()));
    return program;
}

std::filesystem::path renderer() { return beside("hacthanh-render"); }

std::vector<char*> arguments_of(std::string& name, std::vector<std::string>& arguments) {
    std::vector<char*> argv{name.data()};
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    return argv;
}

[[noreturn]] void become(std::filesystem::path const& program, std::string name, std::vector<std::string> arguments) {
    auto const argv = arguments_of(name, arguments);
    execv(program.c_str(), argv.data());
    throw RunError(fmt::format("cannot start {}: {}", program.string(), std::strerror(errno)));
}

}  // namespace

bool has_renderer() { return std::filesystem::exists(program_folder() / "hacthanh-render"); }

void become_renderer(std::vector<std::string> arguments) {
    become(renderer(), "hacthanh render", std::move(arguments));
}

void become_viewer(std::vector<std::string> arguments) {
    become(beside("hacthanh-view"), "hacthanh view", std::move(arguments));
}

void run_renderer(std::vector<std::string> arguments) {
    auto const program = renderer();
    std::string name = "hacthanh render";
    auto const argv = arguments_of(name, arguments);
    int const nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    pid_t const child = fork();
    if (child < 0) throw RunError(fmt::format("cannot start {}: {}", program.string(), std::strerror(errno)));
    if (child == 0) {
        if (nowhere >= 0) dup2(nowhere, STDOUT_FILENO);
        execv(program.c_str(), argv.data());
        _exit(127);
    }
    if (nowhere >= 0) close(nowhere);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw RunError(fmt::format("{} could not draw the picture", program.string()));
}

}  // namespace hacthanh::app
