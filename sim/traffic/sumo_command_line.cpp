#include "sim/traffic/sumo_command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace hacthanh::traffic {

namespace {

/// Options of SUMO 1.15 that name a file to write to, with their synonyms (`sumo --help`). One that is missing here
/// is not silenced but still led into the output folder.
constexpr auto output_options = std::to_array<std::string_view>({
    "netstate-dump",
    "netstate",
    "netstate-output",
    "emission-output",
    "battery-output",
    "elechybrid-output",
    "chargingstations-output",
    "overheadwiresegments-output",
    "substations-output",
    "fcd-output",
    "full-output",
    "queue-output",
    "vtk-output",
    "amitran-output",
    "summary-output",
    "summary",
    "person-summary-output",
    "tripinfo-output",
    "tripinfo",
    "vehroute-output",
    "vehroutes",
    "personroute-output",
    "personinfo-output",
    "link-output",
    "railsignal-block-output",
    "bt-output",
    "lanechange-output",
    "stop-output",
    "collision-output",
    "edgedata-output",
    "lanedata-output",
    "statistic-output",
    "statistics-output",
    "device.rerouting.output",
});

constexpr auto log_options = std::to_array<std::string_view>({"log", "message-log", "error-log"});

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
}

std::string without_comments(std::string_view xml) {
    std::string text;
    for (std::size_t at = 0; at < xml.size();) {
        std::size_t const open = std::min(xml.find("<!--", at), xml.size());
        text += xml.substr(at, open - at);
        std::size_t const close = xml.find("-->", open);
        at = close == std::string_view::npos ? xml.size() : close + 3;
    }
    return text;
}

}  // namespace

std::vector<std::string> output_options_in(std::string_view config_text) {
    std::string const text = without_comments(config_text);
    std::vector<std::string> found;
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
        auto const begin = text.begin() + static_cast<std::ptrdiff_t>(at) + 1;
        std::string const name(begin, std::find_if_not(begin, text.end(), is_name_character));
        bool const known = std::ranges::find(output_options, name) != output_options.end();
        if (known && std::ranges::find(found, name) == found.end()) found.push_back(name);
    }
    return found;
}

std::vector<std::string> sumo_command_line(SumoRun const& run, std::string_view config_text) {
    std::vector<std::string> options = {"sumo", "--configuration-file", run.config.string()};
    auto const set = [&](std::string_view name, std::string value) {
        options.push_back(fmt::format("--{}", name));
        options.push_back(std::move(value));
    };
    set("begin", fmt::format("{}", run.begin_s));
    set("end", fmt::format("{}", run.end_s));
    set("scale", fmt::format("{}", run.scale));
    if (run.seed) {
        set("seed", fmt::format("{}", *run.seed));
        set("random", "false");
    }
    set("ignore-route-errors", "true");
    set("xml-validation", "never");
    set("xml-validation.net", "never");
    set("xml-validation.routes", "never");
    set("no-step-log", "true");
    set("duration-log.disable", "true");
    set("verbose", "false");
    set("emissions.volumetric-fuel", "false");  // fuel as mass, like every pollutant

    auto const depth = std::distance(run.config.begin(), run.config.end());
    std::string prefix;
    for (std::ptrdiff_t i = 0; i < depth + 8; ++i) prefix += "../";
    prefix += run.output_folder.relative_path().string();
    set("output-prefix", prefix + "/");
    for (std::string_view name : log_options)
        set(name, run.keep_outputs ? (run.output_folder / fmt::format("sumo-{}.txt", name)).string() : "/dev/null");
    if (!run.keep_outputs)
        for (std::string const& name : output_options_in(config_text)) set(name, "/dev/null");
    options.insert(options.end(), run.extra_options.begin(), run.extra_options.end());
    return options;
}

}  // namespace hacthanh::traffic
