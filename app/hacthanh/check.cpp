#include "app/hacthanh/plan.hpp"
#include "app/hacthanh/renderer.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/result_writer.hpp"
#include "sim/core/log.hpp"
#include "sim/core/temporary_folder.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

namespace hacthanh::app {
namespace {

struct CheckArguments {
    ScenarioArguments scenario;
    int threads = 0;
    bool json = false;
    bool no_picture = false;
    std::filesystem::path picture;
};

/// Draws the city on the mesh into FILE_en.png and FILE_vi.png, by way of a result file without steps.
void draw_city(Session const& session, std::filesystem::path const& picture) {
    TemporaryFolder const folder("hacthanh-check");
    auto const stem = session.loaded().file.stem().string();
    auto const header = session.header(1, 0);
    std::string const path = (folder.path() / (stem + ".nc")).string();
    io::NetcdfResultSink sink(header, path, {.keep_fields = false});
    run_renderer({io::NetcdfResultSink::part_path(path), "--plan", "-o", picture.string()});
}

/// Where the picture goes; empty = none is wanted. Without --picture it is drawn for cities that have something to see.
std::filesystem::path picture_of(CheckArguments const& arguments, Session const& session) {
    if (!arguments.picture.empty()) return arguments.picture;
    bool const something = !session.city().buildings.empty() || !session.city().areas.empty();
    if (arguments.no_picture || arguments.json || !something || !has_renderer()) return {};
    auto file = session.loaded().file;
    return file.replace_extension(".plan.png");
}

int check(CheckArguments const& arguments) {
    Session const session(arguments.scenario);
    for (auto const& warning : session.warnings()) log::warning("{}", warning);
    RunPlan const plan = plan_run(session, arguments.threads);
    fmt::print("{}\n", arguments.json ? plan_json(session, plan) : plan_text(session, plan));
    if (auto const picture = picture_of(arguments, session); !picture.empty()) {
        draw_city(session, picture);
        auto shown = picture;
        log::info("the city on the mesh: {} (and _vi)", shown.replace_extension().string() + "_en.png");
    }
    return 0;
}

}  // namespace

void add_check(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("check", verb_description("check"));
    auto const arguments = std::make_shared<CheckArguments>();
    arguments->scenario.add_with_measures_to(*verb);
    verb->add_option("--threads", arguments->threads, "Threads to plan for; default: all cores")
        ->check(CLI::Range(0, 1024));
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->add_option("--picture", arguments->picture,
                     "Draw the city here (FILE_en.png, FILE_vi.png); default: SCENARIO.plan.png where the city has "
                     "buildings or land use, nothing with --json");
    verb->add_flag("--no-picture", arguments->no_picture, "Draw nothing");
    verb->callback([arguments, &action] { action = [arguments] { return check(*arguments); }; });
}

}  // namespace hacthanh::app
