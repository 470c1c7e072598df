#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/traffic_recording.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct RecordArguments {
    ScenarioArguments scenario;
    fs::path output;
    bool force = false;
    bool json = false;
};

int record(RecordArguments const& arguments) {
    Session const session(arguments.scenario);
    fs::path output = arguments.output;
    if (output.empty()) output = fs::path(arguments.scenario.scenario).replace_extension(".traffic.h5");
    validate(session.scenario().traffic.recording.empty(), "traffic.recording", "a recording cannot be recorded",
             "name a traffic.sumo_config");
    validate(!fs::exists(output) || arguments.force, output.string(), "the recording exists already",
             "give --force to overwrite it or -o for another name");
    auto const [traffic, seed] = session.start_traffic({.sumo_outputs = output.string() + ".sumo"});
    state::TrafficRecordHeader const header{traffic->begin_s(), traffic->end_s(), traffic->step_s(),
                                            session.city(),     "SUMO",           seed};
    io::TrafficRecordingWriter writer(output, header);
    std::uint64_t steps = 0;
    for (; auto const vehicles = traffic->next_step(); ++steps)
        writer.write_step(*vehicles, traffic->vehicle_types(), traffic->totals());
    writer.finish(traffic->totals());
    auto const totals = traffic->totals();
    if (arguments.json) {
        nlohmann::ordered_json const document = {{"recording", output.string()},
                                                 {"steps", steps},
                                                 {"vehicles_departed", totals.departed},
                                                 {"vehicles_arrived", totals.arrived},
                                                 {"bytes", fs::file_size(output)}};
        fmt::print("{}\n", document.dump(2));
    } else {
        fmt::print("{}: {} steps, {} vehicles departed, {} arrived, {:.1f} MB\n", output.string(), steps,
                   totals.departed, totals.arrived, static_cast<double>(fs::file_size(output)) / 1e6);
    }
    return 0;
}

}  // namespace

void add_record(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("record", verb_description("record"));
    auto const arguments = std::make_shared<RecordArguments>();
    arguments->scenario.add_to(*verb);
    verb->add_option("-o,--output", arguments->output, "Recording; default: the scenario's name with .traffic.h5");
    verb->add_flag("--force", arguments->force, "Overwrite an existing recording");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return record(*arguments); }; });
}

}  // namespace hacthanh::app
