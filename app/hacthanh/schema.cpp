#include "sim/scenario/schema.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace hacthanh::app {
namespace {

int print_schema(bool json) {
    fmt::print("{}\n", json ? scenario::render_schema_json() : scenario::render_schema_text());
    return 0;
}

}  // namespace

void add_schema(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("schema", verb_description("schema"));
    auto const json = std::make_shared<bool>(false);
    verb->add_flag("--json", *json, "One JSON document on standard output");
    verb->callback([json, &action] { action = [json] { return print_schema(*json); }; });
}

}  // namespace hacthanh::app
