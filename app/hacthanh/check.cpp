#include "app/hacthanh/plan.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "sim/core/log.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>

namespace hacthanh::app {
namespace {

struct CheckArguments {
    ScenarioArguments scenario;
    int threads = 0;
    bool json = false;
};

int check(CheckArguments const& arguments) {
    Session const session(arguments.scenario);
    for (auto const& warning : session.warnings()) log::warning("{}", warning);
    RunPlan const plan = plan_run(session, arguments.threads);
    fmt::print("{}\n", arguments.json ? plan_json(session, plan) : plan_text(session, plan));
    return 0;
}

}  // namespace

void add_check(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("check", "Validate a scenario and print what it would take; run nothing");
    auto const arguments = std::make_shared<CheckArguments>();
    arguments->scenario.add_to(*verb);
    verb->add_option("--threads", arguments->threads, "Threads to plan for; default: all cores")
        ->check(CLI::Range(0, 1024));
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return check(*arguments); }; });
}

}  // namespace hacthanh::app
