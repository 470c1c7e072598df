#include "app/hacthanh/renderer.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"

#include <CLI/CLI.hpp>

namespace hacthanh::app {

void add_render(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("render", verb_description("render"));
    verb->prefix_command();
    verb->set_help_flag();
    verb->callback([verb, &action] { action = [verb]() -> int { become_renderer(verb->remaining()); }; });
}

void add_view(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("view", verb_description("view"));
    verb->prefix_command();
    verb->set_help_flag();
    verb->callback([verb, &action] { action = [verb]() -> int { become_viewer(verb->remaining()); }; });
}

}  // namespace hacthanh::app
