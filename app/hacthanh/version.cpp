#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/parallel.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

/// Whether numbers too small for full precision count as zero wherever this program computes, found by computing: with
/// threads of different settings 1 and N of them could differ.
bool denormals_are_zero() {
    constexpr std::size_t trials = 256;
    double const kept = Parallel().sum_blocks(trials, 1, [](std::size_t, std::size_t) {
        float const volatile least = std::numeric_limits<float>::min();
        float const volatile half = 0.5F;
        return least * half > 0 ? 1.0 : 0.0;
    });
    return kept == 0;
}

int print_version(bool json) {
    BuildInfo const& build = build_info();
    if (json) {
        nlohmann::ordered_json document = {{"version", build.version},       {"commit", build.commit},
                                           {"dirty", build.dirty},           {"compiler", build.compiler},
                                           {"build_type", build.build_type}, {"flags", build.flags}};
        document["denormals_are_zero"] = denormals_are_zero();
        for (auto const& [library, version] : build.libraries) document["libraries"][library] = version;
        fmt::print("{}\n", document.dump(2));
        return 0;
    }
    fmt::print("hacthanh {}\ncommit    {}{}\ncompiler  {}\nbuild     {}{}\n", build.version, build.commit,
               build.dirty ? " (with uncommitted changes)" : "", build.compiler, build.build_type, build.flags);
    fmt::print("denormals {} on all threads\n", denormals_are_zero() ? "count as zero" : "are not zero");
    for (auto const& [library, version] : build.libraries) fmt::print("{:<9} {}\n", library, version);
    return 0;
}

}  // namespace

void add_version(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("version", verb_description("version"));
    auto const json = std::make_shared<bool>(false);
    verb->add_flag("--json", *json, "One JSON document on standard output");
    verb->callback([json, &action] { action = [json] { return print_version(*json); }; });
}

}  // namespace hacthanh::app
