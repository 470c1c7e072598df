#include "io/sumo_config.hpp"

#include "io/detail/numbers.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace hacthanh::io {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Synonym -> main name, from `sumo --save-template` of SUMO 1.15, for the options that we look at.
constexpr std::array synonyms = {
    Pair{"n", "net-file"},
    Pair{"net", "net-file"},
    Pair{"r", "route-files"},
    Pair{"routes", "route-files"},
    Pair{"a", "additional-files"},
    Pair{"additional", "additional-files"},
    Pair{"w", "weight-files"},
    Pair{"weights", "weight-files"},
    Pair{"b", "begin"},
    Pair{"e", "end"},
    Pair{"l", "log"},
    Pair{"log-file", "log"},
    Pair{"c", "configuration-file"},
    Pair{"configuration", "configuration-file"},
    Pair{"C", "save-configuration"},
    Pair{"save-config", "save-configuration"},
    Pair{"tripinfo", "tripinfo-output"},
    Pair{"summary", "summary-output"},
    Pair{"vehroutes", "vehroute-output"},
    Pair{"personroutes", "personroute-output"},
    Pair{"statistics-output", "statistic-output"},
    Pair{"ndump", "netstate-dump"},
    Pair{"netstate", "netstate-dump"},
    Pair{"netstate-output", "netstate-dump"},
};

/// Options that write files though their names do not end in "output".
constexpr std::array<std::string_view, 12> other_outputs = {"netstate-dump",    "log",
                                                            "message-log",      "error-log",
                                                            "save-state.times", "save-state.period",
                                                            "save-state.files", "device.ssm.file",
                                                            "device.toc.file",  "save-configuration",
                                                            "save-template",    "save-schema"};

bool writes_file(std::string_view name) {
    return name.ends_with("-output") || name.ends_with(".output") ||
           std::find(other_outputs.begin(), other_outputs.end(), name) != other_outputs.end();
}

std::string main_name(std::string_view name) {
    for (auto const& [synonym, main] : synonyms)
        if (name == synonym) return std::string(main);
    return std::string(name);
}

std::string trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

/// Replaces ${NAME} by the environment variable (nothing when unset) and a leading ~/ by the home folder.
std::string expanded(std::string text) {
    for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at)) {
        auto const close = text.find('}', at);
        if (close == std::string::npos) break;
        char const* const value = std::getenv(text.substr(at + 2, close - at - 2).c_str());
        std::string const replacement = value == nullptr ? "" : value;
        text.replace(at, close - at + 1, replacement);
        at += replacement.size();
    }
    char const* const home = std::getenv("HOME");
    if (text.starts_with("~/") && home != nullptr) text.replace(0, 1, home);
    return text;
}

/// Collects the options of one document.
class OptionCollector {
public:
    explicit OptionCollector(SumoConfig& config) : config_(config) {}

    void read() {
        read_xml(config_.file, {.start = [this](XmlElement const& element) { start(element); },
                                .end = [this](std::string_view name) { end(name); },
                                .text = [this](std::string_view text) { text_ += text; }});
    }

private:
    void start(XmlElement const& element) {
        text_.clear();
        open_line_ = element.line();
        if (element.depth() == 0) check_root(element);
        auto value = element.find("value");
        if (!value) value = element.find("v");
        if (value) add(element.name(), *value, open_line_);
        is_leaf_ = !value;
    }
    void end(std::string_view name) {
        std::string const text = trimmed(text_);
        if (is_leaf_ && !text.empty()) add(name, text, open_line_);
        text_.clear();
        is_leaf_ = false;
    }
    void check_root(XmlElement const& element) const {
        for (std::string_view other : {"net", "routes", "additional", "osm"})
            validate(element.name() != other, at_line(config_.file, element.line()),
                     fmt::format("the root element is <{}> (must be <configuration>)", other),
                     "name the .sumocfg file that lists the network and the routes");
    }
    void add(std::string_view name, std::string_view value, std::uint64_t line) {
        SumoOption option{main_name(name), expanded(trimmed(value)), line};
        if (SumoOption const* first = config_.find(option.name))
            throw InputError(at_line(config_.file, line),
                             fmt::format("{} is set twice (first in line {})", option.name, first->line),
                             "keep one of them");
        if (writes_file(option.name) && !option.value.empty()) config_.outputs.push_back(option);
        config_.options.push_back(std::move(option));
    }

    SumoConfig& config_;
    std::string text_;
    std::uint64_t open_line_ = 0;
    bool is_leaf_ = false;
};

[[noreturn]] void refuse(SumoConfig const& config, SumoOption const& option, std::string_view rule,
                         std::string_view remedy) {
    throw InputError(at_line(config.file, option.line),
                     fmt::format("{} = \"{}\" ({})", option.name, option.value, rule), remedy);
}

std::vector<std::filesystem::path> existing_files(SumoConfig const& config, std::string_view name) {
    std::vector<std::filesystem::path> files;
    SumoOption const* const option = config.find(name);
    if (option == nullptr) return files;
    std::string_view rest = option->value;
    while (!rest.empty()) {
        auto const comma = std::min(rest.find(','), rest.size());
        std::string const item = trimmed(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        if (item.empty()) continue;
        auto const path = config.file.parent_path() / item;
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored))
            refuse(config, *option, fmt::format("file not found: {}", path.string()),
                   "names are relative to the configuration's folder and separated by commas");
        if (std::filesystem::is_directory(path, ignored))
            refuse(config, *option, fmt::format("{} is a folder", path.string()), "name a file");
        files.push_back(path);
    }
    return files;
}

std::optional<double> time_option(SumoConfig const& config, std::string_view name) {
    SumoOption const* const option = config.find(name);
    if (option == nullptr) return std::nullopt;
    auto const value = parse_sumo_time(option->value);
    if (!value) refuse(config, *option, "must be a time", "write seconds or hours:minutes:seconds");
    return value;
}

std::optional<double> number_option(SumoConfig const& config, std::string_view name) {
    SumoOption const* const option = config.find(name);
    if (option == nullptr) return std::nullopt;
    auto const value = detail::parse_number(option->value);
    if (!value) refuse(config, *option, "must be a number", "write it with a decimal point");
    return value;
}

void read_times(SumoConfig& config) {
    config.begin_s = time_option(config, "begin");
    config.end_s = time_option(config, "end");
    if (auto const step = time_option(config, "step-length")) {
        if (*step < 0.001) refuse(config, *config.find("step-length"), "must be at least 0.001 s", "0.5 or 1 is usual");
        config.step_length_s = *step;
    }
}

void read_numbers(SumoConfig& config) {
    config.lateral_resolution_m = number_option(config, "lateral-resolution");
    if (config.lateral_resolution_m && *config.lateral_resolution_m <= 0) config.lateral_resolution_m.reset();
    config.scale = number_option(config, "scale").value_or(1.0);
    if (auto const seed = number_option(config, "seed")) {
        if (std::abs(*seed) > 2147483647.0 || *seed != std::floor(*seed))
            refuse(config, *config.find("seed"), "must be a whole number of at most 2147483647", "");
        config.seed = static_cast<std::int64_t>(*seed);
    }
}

}  // namespace

SumoOption const* SumoConfig::find(std::string_view name) const {
    auto const found = std::find_if(options.begin(), options.end(), [&](auto const& o) { return o.name == name; });
    return found == options.end() ? nullptr : &*found;
}

std::optional<double> parse_sumo_time(std::string_view text) {
    std::array<double, 4> parts{};
    std::size_t count = 0;
    while (true) {
        auto const colon = text.find(':');
        auto const part = detail::parse_number(text.substr(0, colon));
        if (!part || count == parts.size()) return std::nullopt;
        parts[count++] = *part;
        if (colon == std::string_view::npos) break;
        text.remove_prefix(colon + 1);
    }
    if (count == 1) return parts[0];
    if (count == 2) return std::nullopt;
    double const days = count == 4 ? parts[0] : 0;
    return days * 86400 + parts[count - 3] * 3600 + parts[count - 2] * 60 + parts[count - 1];
}

SumoConfig read_sumo_config(std::filesystem::path const& file) {
    SumoConfig config;
    config.file = file;
    OptionCollector(config).read();
    auto const networks = existing_files(config, "net-file");
    validate(networks.size() == 1, file.string(),
             networks.empty() ? "names no network (net-file is required)" : "names several networks",
             "write <net-file value=\"NAME.net.xml\"/>");
    config.net_file = networks.front();
    config.route_files = existing_files(config, "route-files");
    config.additional_files = existing_files(config, "additional-files");
    for (std::string_view name : {"weight-files", "load-state"})
        for (auto const& path : existing_files(config, name)) config.other_inputs.push_back(path);
    read_times(config);
    read_numbers(config);
    return config;
}

}  // namespace hacthanh::io
