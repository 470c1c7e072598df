#include "io/detail/toml_value.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace hacthanh::io::detail {
namespace {

using scenario::OptionKind;
using scenario::OptionValue;

std::optional<OptionValue> convert_integer(toml::node const& node) {
    if (auto const whole = node.value_exact<std::int64_t>()) return *whole;
    auto const number = node.value_exact<double>();
    constexpr double exact_below = 9007199254740992.0;  // 2^53
    if (!number || std::abs(*number) >= exact_below || *number != std::floor(*number)) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::optional<OptionValue> convert_text(toml::node const& node, OptionKind kind) {
    if (auto text = node.value_exact<std::string>()) return std::move(*text);
    if (kind == OptionKind::date)
        if (auto const date = node.value_exact<toml::date>())
            return fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
    if (kind == OptionKind::clock)
        if (auto const clock = node.value_exact<toml::time>())
            if (clock->second == 0 && clock->nanosecond == 0)
                return fmt::format("{:02}:{:02}", clock->hour, clock->minute);
    return std::nullopt;
}

/// All items as T, or nothing when one does not fit.
template <class T>
std::optional<OptionValue> convert_list(toml::node const& node) {
    auto const* const list = node.as_array();
    if (list == nullptr) return std::nullopt;
    std::vector<T> items;
    for (toml::node const& entry : *list) {
        auto item = entry.value<T>();
        if (!item) return std::nullopt;
        items.push_back(std::move(*item));
    }
    return items;
}

/// The list of what stands between commas, as TOML: numbers as they are, words in quotes.
std::string bracketed(std::string_view typed, bool quote) {
    std::string list = "[";
    while (true) {
        auto const comma = typed.find(',');
        list.append(quote ? "'" : "").append(typed.substr(0, comma)).append(quote ? "'" : "");
        if (comma == std::string_view::npos) return list + "]";
        list += ", ";
        typed.remove_prefix(comma + 1);
    }
}

std::optional<OptionValue> convert_line(std::string_view typed, OptionKind kind) {
    try {
        auto const table = toml::parse(fmt::format("value = {}\n", typed));
        auto const* const node = table.get("value");
        if (table.size() != 1 || node == nullptr) return std::nullopt;
        return convert(*node, kind);
    } catch (toml::parse_error const&) {
        return std::nullopt;
    }
}

}  // namespace

std::string_view what_is(toml::node const& node) {
    switch (node.type()) {
        case toml::node_type::table: return "a section";
        case toml::node_type::array: return "a list";
        case toml::node_type::string: return "a string";
        case toml::node_type::integer: return "a whole number";
        case toml::node_type::floating_point: return "a number";
        case toml::node_type::boolean: return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time: return "a date or time";
        case toml::node_type::none: break;
    }
    return "nothing";
}

std::string_view what_must_be(OptionKind kind) {
    switch (kind) {
        case OptionKind::text: return "a string";
        case OptionKind::path: return "a path in quotes";
        case OptionKind::number: return "a number";
        case OptionKind::integer: return "a whole number";
        case OptionKind::boolean: return "true or false";
        case OptionKind::number_list: return "a list of numbers";
        case OptionKind::text_list: return "a list of strings";
        case OptionKind::species_list: return "a list of species names";
        case OptionKind::date: return "a date \"YYYY-MM-DD\"";
        case OptionKind::utc_offset: return "an offset \"+hh:mm\"";
        case OptionKind::clock: return "a clock time \"hh:mm\"";
    }
    return "a value";
}

std::optional<OptionValue> convert(toml::node const& node, OptionKind kind) {
    switch (kind) {
        case OptionKind::boolean:
            if (auto const flag = node.value_exact<bool>()) return *flag;
            return std::nullopt;
        case OptionKind::number:
            if (auto const number = node.value_exact<double>()) return *number;
            if (auto const whole = node.value_exact<std::int64_t>()) return static_cast<double>(*whole);
            return std::nullopt;
        case OptionKind::integer: return convert_integer(node);
        case OptionKind::number_list: return convert_list<double>(node);
        case OptionKind::text_list:
        case OptionKind::species_list: return convert_list<std::string>(node);
        default: return convert_text(node, kind);
    }
}

std::optional<OptionValue> convert_typed(std::string const& typed, OptionKind kind) {
    if (auto value = convert_line(typed, kind)) return value;
    switch (kind) {
        case OptionKind::text:
        case OptionKind::path:
        case OptionKind::date:
        case OptionKind::utc_offset:
        case OptionKind::clock: return typed;
        case OptionKind::number_list: return convert_line(bracketed(typed, false), kind);
        case OptionKind::text_list:
        case OptionKind::species_list: return convert_line(bracketed(typed, true), kind);
        default: return std::nullopt;
    }
}

toml::table parse_toml(std::string_view text, std::string const& name) {
    try {
        return toml::parse(text, name);
    } catch (toml::parse_error const& error) {
        auto const at = error.source().begin;
        throw InputError(fmt::format("{}:{}:{}", name, at.line, at.column),
                         fmt::format("not valid TOML ({})", error.description()), "correct the file at this place");
    }
}

}  // namespace hacthanh::io::detail
