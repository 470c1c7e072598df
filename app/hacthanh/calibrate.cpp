#include "io/demand/calibrate.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/simulate_traffic.hpp"
#include "app/hacthanh/traffic_config.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/hash.hpp"
#include "io/sumo_network.hpp"
#include "io/write_text.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/demand/geh.hpp"

#include <fmt/core.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct CalibrateArguments {
    ScenarioArguments scenario;
    fs::path counts;
    fs::path output;
    double hold_out = 0.2;
    int passes = 4;
    bool force = false;
    bool json = false;
};

Json summary_json(std::vector<io::CountFit> const& counts, bool held_out) {
    Json json;
    for (bool const after : {false, true}) {
        auto const summary = io::summarise(counts, held_out, after);
        json["counts"] = summary.counts;
        json[after ? "after" : "before"] = {{"share_below_geh_5", summary.below_limit},
                                            {"mean_geh", summary.mean_geh},
                                            {"counted_vehicles", summary.counted},
                                            {"simulated_vehicles", summary.simulated}};
    }
    return json;
}

/// The verdict is that of the counts that took no part, where there are such.
bool accepted(io::Calibration const& calibration) {
    auto const held = io::summarise(calibration.counts, true, true);
    auto const fitted = io::summarise(calibration.counts, false, true);
    return fitted.below_limit >= demand::geh_share && (held.counts == 0 || held.below_limit >= demand::geh_share);
}

std::string table_csv(io::Calibration const& calibration) {
    std::string text =
        "# Vehicles simulated before and after the calibration; GEH of hourly flows; held_out = took no part in the "
        "fit.\n"
        "edge,begin_s,end_s,counted,before,after,geh_before,geh_after,held_out\n";
    for (auto const& fit : calibration.counts)
        text += fmt::format("{},{},{},{},{},{},{:.3f},{:.3f},{}\n", fit.count.edge, fit.count.begin_s, fit.count.end_s,
                            fit.count.vehicles, fit.before, fit.after, fit.geh_before, fit.geh_after,
                            fit.held_out ? "yes" : "no");
    return text;
}

std::string row(char const* english, char const* vietnamese, io::FitSummary const& before,
                io::FitSummary const& after) {
    if (before.counts == 0) return {};
    return fmt::format(
        "  {} / {}: {} counts\n"
        "    GEH < 5: {:.1f} % -> {:.1f} %, mean GEH {:.2f} -> {:.2f}\n"
        "    vehicles counted {:.0f}, simulated {:.0f} -> {:.0f}\n",
        english, vietnamese, before.counts, 100 * before.below_limit, 100 * after.below_limit, before.mean_geh,
        after.mean_geh, before.counted, before.simulated, after.simulated);
}

std::string report_text(io::Calibration const& calibration) {
    auto const& counts = calibration.counts;
    std::string text = fmt::format("Calibration / Hiệu chỉnh: {} -> {} trips / chuyến đi, {} passes / lần lặp\n",
                                   calibration.trips_before, calibration.trips_after, calibration.passes);
    text +=
        row("fitted", "dùng để hiệu chỉnh", io::summarise(counts, false, false), io::summarise(counts, false, true));
    text += row("held out", "để riêng kiểm tra", io::summarise(counts, true, false), io::summarise(counts, true, true));
    text += accepted(calibration)
                ? "  GEH < 5 on at least 85 % of the counts / GEH < 5 ở ít nhất 85 % số điểm đếm: yes / đạt\n"
                : "  GEH < 5 on at least 85 % of the counts / GEH < 5 ở ít nhất 85 % số điểm đếm: NO / CHƯA ĐẠT\n";
    if (io::summarise(counts, true, true).counts == 0)
        text += "  no count was held out: the fit is judged on itself / không có điểm đếm để riêng\n";
    return text;
}

Json report_json(io::Calibration const& calibration, io::LoadedScenario const& loaded, fs::path const& counts) {
    return {{"trips_before", calibration.trips_before},
            {"trips_after", calibration.trips_after},
            {"passes", calibration.passes},
            {"fitted", summary_json(calibration.counts, false)},
            {"held_out", summary_json(calibration.counts, true)},
            {"accepted", accepted(calibration)},
            {"counted_roads_without_route", calibration.unreachable},
            {"notes", calibration.notes},
            {"scenario", loaded.file.filename().string()},
            {"counts_sha256", io::sha256_of_file(counts)},
            {"routes_sha256", io::sha256_of_file(calibration.traffic.routes)},
            {"program", {{"version", build_info().version}, {"commit", build_info().commit}}}};
}

std::vector<std::string> road_names(fs::path const& network) {
    std::vector<std::string> names;
    for (auto const& road : io::read_sumo_network(network).roads)
        if (!road.internal) names.push_back(road.name);
    return names;
}

int calibrate(CalibrateArguments const& arguments) {
    validate(!arguments.scenario.scenario.empty(), "hacthanh calibrate", "no scenario given", "name a scenario file");
    auto const loaded = io::load_scenario(arguments.scenario.scenario, arguments.scenario.overrides);
    validate(loaded.scenario.traffic.recording.empty(), "traffic.recording", "a recording cannot be calibrated",
             "name a traffic.sumo_config");
    fs::path output = arguments.output;
    if (output.empty()) output = fs::path(loaded.file).replace_extension(".calibrated");
    validate(!fs::exists(output) || arguments.force, output.string(), "is there already",
             "give --force to overwrite it or -o for another folder");
    auto const config = traffic_config(loaded);
    for (auto const& note : config.notes) log::warning("{}", note);
    auto const counts =
        io::read_counts(arguments.counts, start_clock_s(loaded.scenario), road_names(config.sumo.net_file));
    auto const& traffic = loaded.scenario.traffic;
    io::CalibrationSettings settings{traffic.begin_s,
                                     traffic.end_s,
                                     arguments.hold_out,
                                     arguments.passes,
                                     traffic.seed.value_or(config.sumo.seed.value_or(sumo_default_seed)),
                                     {}};
    auto const result =
        io::calibrate(config.sumo, counts, arguments.counts.string(), settings, output, simulate_traffic);
    for (char const* rest : {"router", "counts", "count.add.xml"}) fs::remove_all(output / rest);
    for (auto const& note : result.notes) log::warning("{}", note);
    for (auto const& edge : result.unreachable)
        log::warning("no route of the demand passes the counted road \"{}\"", edge);
    auto const json = report_json(result, loaded, arguments.counts);
    io::write_text(output / "counts.csv", table_csv(result));
    io::write_text(output / "calibration.json", json.dump(2) + "\n");
    if (arguments.json)
        fmt::print("{}\n", json.dump(2));
    else
        fmt::print("{}  {}: traffic.sumo_config = \"case.sumocfg\", counts.csv, calibration.json\n",
                   report_text(result), output.string());
    return 0;
}

}  // namespace

void add_calibrate(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("calibrate", verb_description("calibrate"));
    auto const arguments = std::make_shared<CalibrateArguments>();
    arguments->scenario.add_to(*verb);
    verb->add_option("--counts", arguments->counts, "Counts on roads (CSV: edge,begin,end,vehicles)")
        ->required()
        ->check(CLI::ExistingFile);
    verb->add_option("-o,--output", arguments->output,
                     "Folder for the calibrated routes, configuration and table; default: SCENARIO.calibrated");
    verb->add_option("--hold-out", arguments->hold_out, "Share of the counted roads that only test the fit")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    verb->add_option("--passes", arguments->passes, "Fits and simulations at most")
        ->check(CLI::Range(1, 50))
        ->capture_default_str();
    verb->add_flag("--force", arguments->force, "Overwrite an earlier calibration");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output");
    verb->callback([arguments, &action] { action = [arguments] { return calibrate(*arguments); }; });
}

}  // namespace hacthanh::app
