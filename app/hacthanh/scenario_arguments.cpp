#include "app/hacthanh/session.hpp"

#include <CLI/CLI.hpp>

namespace hacthanh::app {

void ScenarioArguments::add_to(CLI::App& verb) {
    auto* const file = verb.add_option("scenario", scenario, "Scenario file (TOML)");
    auto* const result = verb.add_option("--from", from, "Repeat the scenario stored in this result file");
    file->excludes(result);
    verb.add_option("--set", overrides, "Override an option: --set traffic.scale=1.2 (repeatable)")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

void ScenarioArguments::add_with_measures_to(CLI::App& verb) {
    add_to(verb);
    verb.add_option("--measure", measures, "Measure file: what is changed in the running city (repeatable)")
        ->type_name("FILE")
        ->allow_extra_args(false);
}

}  // namespace hacthanh::app
