#include "sim/scenario/schema.hpp"

#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

namespace hacthanh::scenario {
namespace {

/// A JSON string; TOML's basic strings escape the same characters in the same way.
std::string json(std::string const& text) { return to_toml(text); }

std::string describe(Option const& option) {
    auto const value = option.default_value();
    bool const empty = value && std::holds_alternative<std::string>(*value) && std::get<std::string>(*value).empty();
    std::string text = fmt::format("{} = <{}>", option.leaf(), name(option.kind));
    if (!option.unit.empty()) text += fmt::format(" [{}]", option.unit);
    if (option.required)
        text += ", required";
    else if (value && !empty)
        text += fmt::format(", default {}", to_toml(*value));
    text += fmt::format("\n    {}", option.documentation);
    if (!option.rule.text.empty()) text += fmt::format("\n    {}", option.rule.text);
    if (!option.hint.empty()) text += fmt::format("{}{}", option.rule.text.empty() ? "\n    " : "; ", option.hint);
    return text + "\n";
}

std::string describe_json(Option const& option) {
    std::string text = fmt::format("{}: {{\"type\": {}, \"unit\": {}, \"required\": {}", json(option.leaf()),
                                   json(std::string(name(option.kind))), json(option.unit), option.required);
    auto const value = option.default_value();
    if (value && !option.required) text += fmt::format(", \"default\": {}", to_toml(*value));
    return text + fmt::format(", \"rule\": {}, \"hint\": {}, \"documentation\": {}}}", json(option.rule.text),
                              json(option.hint), json(option.documentation));
}

}  // namespace

std::string render_schema_text() {
    std::string text =
        "Options of a scenario file (TOML). Units are in the names; every option can also be given as\n"
        "--set section.name=value. Paths are relative to the scenario file.\n";
    std::string section;
    for (Option const& option : options()) {
        if (option.section() != section) text += fmt::format("\n[{}]\n", section = option.section());
        text += describe(option);
    }
    return text;
}

std::string render_schema_json() {
    std::string text = "{\"options\": {";
    std::string section;
    for (Option const& option : options()) {
        bool const opens = option.section() != section;
        if (opens) text += fmt::format("{}\n{}: {{", section.empty() ? "" : "},", json(option.section()));
        text += fmt::format("{}\n  {}", opens ? "" : ",", describe_json(option));
        section = option.section();
    }
    return text + "}}}\n";
}

std::string resolved_toml(Scenario const& scenario) {
    std::string text;
    std::string section;
    for (Option const& option : options()) {
        if (option.section() != section) {
            section = option.section();
            text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", section);
        }
        if (auto const value = option.get(scenario)) text += fmt::format("{} = {}\n", option.leaf(), to_toml(*value));
    }
    return text;
}

}  // namespace hacthanh::scenario
