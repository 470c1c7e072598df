#include "io/scenario_file.hpp"

#include "io/detail/text_file.hpp"
#include "io/detail/toml_value.hpp"
#include "sim/core/error.hpp"
#include "sim/core/pollutant.hpp"
#include "sim/scenario/option_table.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::io {
namespace {

using scenario::Option;
using scenario::OptionKind;
using scenario::OptionValue;

constexpr std::string_view schema_remedy = "`hacthanh schema` lists all options";

bool is_finite(OptionValue const& value) {
    if (auto const* number = std::get_if<double>(&value)) return std::isfinite(*number);
    if (auto const* list = std::get_if<std::vector<double>>(&value))
        return std::all_of(list->begin(), list->end(), [](double x) { return std::isfinite(x); });
    return true;
}

/// What to say of a value that breaks its rule.
std::string remedy_for(Option const& option, OptionValue const& value) {
    if (option.kind == OptionKind::species_list) {
        std::vector<std::string> const known(pollutant_names.begin(), pollutant_names.end());
        for (auto const& species : std::get<std::vector<std::string>>(value))
            if (!find_pollutant(species))
                return fmt::format("\"{}\" is not known, the closest name is \"{}\"", species,
                                   scenario::closest_word(species, known));
    }
    return option.hint;
}

/// Fills a Scenario from a TOML table and overrides, gathering problems in file order.
class ScenarioParser {
public:
    explicit ScenarioParser(std::string source) : origins_(source), source_(std::move(source)) {}

    void read(toml::table const& document) {
        for (auto const& [key, node] : document) {
            std::string const section(key.str());
            auto const line = key.source().begin.line;
            auto const& known = scenario::sections();
            bool const is_section = std::find(known.begin(), known.end(), section) != known.end();
            auto const* const table = node.as_table();
            if (!is_section)
                add(line, unknown_top_level(section, table != nullptr, line));
            else if (table == nullptr)
                add(line, fmt::format("{}:{}: {} must be a section, found {}; write [{}]", source_, line, section,
                                      detail::what_is(node), section));
            else
                read_section(section, *table);
        }
    }

    void apply(std::string const& override_text) {
        auto const equals = override_text.find('=');
        std::string const where = "--set " + override_text;
        validate(equals != std::string::npos && equals > 0, where, "must be section.name=value",
                 "for example --set traffic.scale=1.2");
        std::string const key = override_text.substr(0, equals);
        std::string const typed = override_text.substr(equals + 1);
        Option const* const option = scenario::find_option(key);
        validate(option != nullptr, where,
                 fmt::format("unknown key \"{}\" (the closest known key is {})", key, scenario::closest_key(key)),
                 schema_remedy);
        auto const value = detail::convert_typed(typed, option->kind);
        validate(value.has_value(), where,
                 fmt::format("{} must be {}, found \"{}\"", key, detail::what_must_be(option->kind), typed),
                 option->hint);
        origins_.from_command_line(key, typed);
        store(*option, *value, override_line);
    }

    /// The scenario, or InputError with every problem found.
    scenario::Scenario finish() {
        std::stable_sort(problems_.begin(), problems_.end(),
                         [](Problem const& a, Problem const& b) { return a.line < b.line; });
        std::string text;
        for (Problem const& problem : problems_) text.append(text.empty() ? "" : "\n").append(problem.text);
        validate(text.empty(), {}, text);
        scenario::check_required(origins_);
        return scenario_;
    }

    scenario::Origins const& origins() const { return origins_; }

private:
    struct Problem {
        std::size_t line = 0;
        std::string text;
    };
    static constexpr std::size_t override_line = static_cast<std::size_t>(-1);  // after the file's problems

    void add(std::size_t line, std::string text) { problems_.push_back({line, std::move(text)}); }

    std::string unknown_top_level(std::string const& name, bool is_table, std::size_t line) const {
        if (is_table)
            return fmt::format("{}:{}: unknown section [{}] (the closest known section is [{}]); {}", source_, line,
                               name, scenario::closest_word(name, scenario::sections()), schema_remedy);
        std::string const closest = scenario::closest_key(name);
        return fmt::format("{}:{}: unknown key \"{}\" (the closest known key is {}); options stand in sections: [{}]",
                           source_, line, name, closest, closest.substr(0, closest.find('.')));
    }

    void read_section(std::string const& section, toml::table const& table) {
        for (auto const& [leaf, node] : table) {
            std::string const key = fmt::format("{}.{}", section, leaf.str());
            auto const line = leaf.source().begin.line;
            Option const* const option = scenario::find_option(key);
            if (option == nullptr) {
                add(line, fmt::format("{}:{}: unknown key \"{}\" (the closest known key is {}); {}", source_, line, key,
                                      scenario::closest_key(key), schema_remedy));
                continue;
            }
            origins_.from_file(key, line);
            auto const value = detail::convert(node, option->kind);
            if (value)
                store(*option, *value, line);
            else
                add(line, with_remedy(fmt::format("{}:{}: {} must be {}, found {}", source_, line, key,
                                                  detail::what_must_be(option->kind), detail::what_is(node)),
                                      option->hint));
        }
    }

    static std::string with_remedy(std::string text, std::string_view remedy) {
        return remedy.empty() ? text : fmt::format("{}; {}", text, remedy);
    }

    void store(Option const& option, OptionValue const& value, std::size_t line) {
        bool const finite = is_finite(value);
        if (finite && (!option.rule.holds || option.rule.holds(value))) return option.set(scenario_, value);
        std::string_view const rule = finite ? std::string_view(option.rule.text) : "must be finite";
        add(line,
            with_remedy(origins_.complaint(option.key, scenario::to_toml(value), rule), remedy_for(option, value)));
    }

    scenario::Scenario scenario_;
    scenario::Origins origins_;
    std::string source_;
    std::vector<Problem> problems_;
};

void check_file_exists(LoadedScenario const& loaded, scenario::Origins const& origins, std::string const& key,
                       std::filesystem::path const& given) {
    if (given.empty()) return;
    std::error_code ignored;
    auto const path = loaded.resolve(given);
    auto const complain = [&](std::string const& rule, std::string_view remedy) {
        throw InputError({}, origins.complaint(key, scenario::to_toml(given.string()), rule), remedy);
    };
    if (!std::filesystem::exists(path, ignored))
        complain(fmt::format("file not found: {}", path.string()), "paths are relative to the scenario file");
    if (std::filesystem::is_directory(path, ignored)) complain("must be a file, found a folder", "name the file in it");
}

/// Defaults that change what a result means: the user should see them.
std::vector<std::string> notes_on_defaults(scenario::Scenario const& scenario, scenario::Origins const& origins) {
    std::vector<std::string> notes;
    for (char const* key : {"time.date", "time.utc_offset", "time.start_clock", "traffic.begin_s", "traffic.end_s"})
        if (!origins.given(key))
            notes.push_back(fmt::format("{} = {} (default)", key,
                                        scenario::to_toml(scenario::find_option(key)->get(scenario).value())));
    if (!scenario.weather.file.empty() &&
        (origins.given("weather.wind_speed_m_s") || origins.given("weather.wind_from_deg")))
        notes.emplace_back("weather.file is given: weather.wind_speed_m_s and weather.wind_from_deg are not used");
    return notes;
}

}  // namespace

LoadedScenario load_scenario_text(std::string text, std::filesystem::path const& file,
                                  std::vector<std::string> const& overrides) {
    detail::check_text(text, file.string());
    ScenarioParser parser(file.string());
    parser.read(detail::parse_toml(text, file.string()));
    for (std::string const& override_text : overrides) parser.apply(override_text);
    LoadedScenario loaded;
    loaded.scenario = parser.finish();
    loaded.text = std::move(text);
    loaded.overrides = overrides;
    loaded.file = std::filesystem::absolute(file).lexically_normal();
    loaded.folder = loaded.file.parent_path();
    auto& about = loaded.scenario.about;
    if (about.title.empty()) about.title = file.stem().string();
    if (about.title_vi.empty()) about.title_vi = about.title;
    if (about.note_vi.empty()) about.note_vi = about.note;
    scenario::validate(loaded.scenario, parser.origins());
    check_file_exists(loaded, parser.origins(), "traffic.sumo_config", loaded.scenario.traffic.sumo_config);
    check_file_exists(loaded, parser.origins(), "traffic.recording", loaded.scenario.traffic.recording);
    auto const& demand = loaded.scenario.demand;
    for (auto const& [key, named] : {std::pair<char const*, std::filesystem::path>{"demand.trips", demand.trips},
                                     {"demand.matrix", demand.matrix},
                                     {"demand.zones", demand.zones},
                                     {"demand.counts", demand.counts},
                                     {"demand.profile", demand.profile}})
        check_file_exists(loaded, parser.origins(), key, named);
    check_file_exists(loaded, parser.origins(), "emission.fleet", loaded.scenario.emission.fleet);
    check_file_exists(loaded, parser.origins(), "weather.file", loaded.scenario.weather.file);
    check_file_exists(loaded, parser.origins(), "background.file", loaded.scenario.background.file);
    check_file_exists(loaded, parser.origins(), "sources.file", loaded.scenario.sources.file);
    check_file_exists(loaded, parser.origins(), "output.receptors", loaded.scenario.output.receptors);
    loaded.resolved = scenario::resolved_toml(loaded.scenario);
    loaded.notes = notes_on_defaults(loaded.scenario, parser.origins());
    for (auto const& option : scenario::options())
        if (parser.origins().given(option.key)) loaded.given.insert(option.key);
    return loaded;
}

LoadedScenario load_scenario(std::filesystem::path const& file, std::vector<std::string> const& overrides) {
    return load_scenario_text(detail::read_text(file), file, overrides);
}

}  // namespace hacthanh::io
