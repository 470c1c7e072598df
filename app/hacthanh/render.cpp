#include "app/hacthanh/program_folder.hpp"
#include "app/hacthanh/verbs.hpp"
#include "sim/core/error.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::app {
namespace {

/// Becomes the renderer, a program of its own so that this one starts without VTK.
int become_renderer(std::vector<std::string> arguments) {
    auto const program = program_folder() / "hacthanh-render";
    if (!std::filesystem::exists(program))
        throw RunError(fmt::format(
            "{} is missing: this build has no pictures (preset minimal); build the release preset", program.string()));
    std::vector<char*> argv;
    std::string name = "hacthanh render";
    argv.push_back(name.data());
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    throw RunError(fmt::format("cannot start {}: {}", program.string(), std::strerror(errno)));
}

}  // namespace

void add_render(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("render", "Draw a result as a picture (PNG), without a display");
    verb->prefix_command();
    verb->set_help_flag();
    verb->callback([verb, &action] { action = [verb] { return become_renderer(verb->remaining()); }; });
}

}  // namespace hacthanh::app
