#include "app/hacthanh/interrupt.hpp"
#include "app/hacthanh/measure_plan.hpp"
#include "app/hacthanh/progress.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/hacthanh/weather_plan.hpp"
#include "app/verb_list.hpp"
#include "io/checkpoint_file.hpp"
#include "io/result_info.hpp"
#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct RunArguments {
    ScenarioArguments scenario;
    fs::path output;
    int threads = 0;
    bool resume = false;
    bool force = false;
    bool quiet = false;
    bool json = false;
};

/// The files of one run.
struct RunFiles {
    fs::path result;
    fs::path part;
    fs::path checkpoint;
    fs::path sumo_outputs;
};

RunFiles files_of(RunArguments const& arguments) {
    fs::path result = arguments.output;
    if (result.empty()) {
        fs::path const& named = arguments.scenario.from.empty() ? arguments.scenario.scenario : arguments.scenario.from;
        result = named;
        result.replace_extension(arguments.scenario.from.empty() ? ".nc" : ".again.nc");
    }
    fs::path const folder = fs::absolute(result).parent_path();
    validate(fs::is_directory(folder), "-o", fmt::format("the folder {} does not exist", folder.string()),
             "make it first");
    auto const with = [&](char const* ending) { return fs::path(result.string() + ending); };
    return {result, with(".part"), with(".checkpoint"), with(".sumo")};
}

/// Refuses to overwrite, or clears the way with --force.
void prepare_output(RunFiles const& files, RunArguments const& arguments) {
    bool const finished = fs::exists(files.result);
    bool const begun = fs::exists(files.part);
    if (arguments.force) {
        for (auto const& file : {files.result, files.part, files.checkpoint}) fs::remove(file);
        return;
    }
    validate(!finished, files.result.string(), "the result exists already",
             arguments.resume ? "it is complete: nothing to resume; give --force to run again"
                              : "give --force to overwrite it or -o for another name");
    validate(!begun || arguments.resume, files.part.string(), "an unfinished run of this name exists",
             "give --resume to go on or --force to start again");
    validate(!arguments.resume || (begun && fs::exists(files.checkpoint)), files.part.string(),
             "there is no unfinished run with a checkpoint to resume", "start it without --resume");
}

void warn_before(Session const& session) {
    for (auto const& note : session.loaded().notes) log::info("{}", note);
    for (auto const& warning : session.warnings()) log::warning("{}", warning);
    for (auto const& note : session.weather().notes()) log::info("weather: {}", note);
    if (auto const calm = calm_intervals(session); calm > 0)
        log::info("weather: calm (below 1 m/s) in {} of {} intervals; a least wind of {} m/s and meander carry the air",
                  calm, session.weather().n_intervals(), session.scenario().weather.min_wind_m_s);
    if (session.spin_up().shortened())
        log::warning(
            "the run is short: {:.0f} s of spin-up are wanted but only {:.0f} s (half of it) are left out of the means",
            session.spin_up().wanted_s, session.spin_up().length_s);
}

int run_scenario(RunArguments const& arguments) {
    if (arguments.quiet) log::set_level(log::Level::warning);
    Session const session(arguments.scenario);
    require_operational(session);
    RunFiles const files = files_of(arguments);
    prepare_output(files, arguments);
    warn_before(session);
    Parallel const parallel(arguments.threads);

    io::CheckpointFile checkpoints(files.checkpoint.string());
    std::optional<state::Checkpoint> resume;
    if (arguments.resume) resume = checkpoints.load(session.mesh(), session.run_key());
    TrafficOrder order{.sumo_outputs = files.sumo_outputs};
    if (session.measures()) order.interventions = session.resolve(*session.measures(), session.seed()).interventions;
    auto const traffic = session.start_traffic(order);
    auto writer = session.writer_options(parallel.n_threads());
    if (resume) writer.resume_after_steps = resume->summary.steps_written;
    state::RunHeader const header = session.header(parallel.n_threads(), traffic.seed);
    io::NetcdfResultSink results(header, files.result.string(), writer);

    InterruptFlag const interrupt;
    ProgressDisplay display(arguments.quiet, session.start_clock_s());
    auto const winds = session.wind_catalogue();
    auto const outer = session.outer_air();
    run::Ports const ports{
        *traffic.source,   results,     &checkpoints, [&](run::Progress const& progress) { display.show(progress); },
        &interrupt.flag(), winds.get(), outer.get()};
    state::RunSummary const summary = run::run(session.stage(), ports, parallel, std::move(resume));
    results.finish(summary);
    if (!summary.complete) {
        log::warning(
            "stopped at traffic second {:.0f}; {} output steps are safe in {}; go on with the same command and "
            "--resume",
            summary.simulated_until_s, summary.steps_written, files.part.string());
        return 1;
    }
    checkpoints.remove();
    io::ResultReader const reader(files.result.string());
    fmt::print("{}\n", arguments.json ? io::result_info_json(reader) : io::result_info_text(reader));
    return 0;
}

}  // namespace

void add_run(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("run", verb_description("run"));
    auto const arguments = std::make_shared<RunArguments>();
    arguments->scenario.add_with_measures_to(*verb);
    verb->add_option("-o,--output", arguments->output, "Result file; default: the scenario's name with .nc");
    verb->add_option("--threads", arguments->threads, "Threads of the transport; default: all cores")
        ->check(CLI::Range(0, 1024));
    verb->add_flag("--resume", arguments->resume, "Go on with an unfinished run");
    verb->add_flag("--force", arguments->force, "Overwrite an existing result");
    verb->add_flag("--quiet", arguments->quiet, "No progress, warnings only");
    verb->add_flag("--json", arguments->json, "Print the account as one JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return run_scenario(*arguments); }; });
}

}  // namespace hacthanh::app
