#pragma once

#include "sim/scenario/option_table.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <toml++/toml.h>

namespace hacthanh::io::detail {

/// What a TOML node is, in words: "a string", "a list", "a section"…
std::string_view what_is(toml::node const& node);

/// What an option of this kind must be, in words: "a number", "a list of numbers"…
std::string_view what_must_be(scenario::OptionKind kind);

/// The node's value as the kind wants it, or nothing when its type does not fit. Integers fit numbers, whole floats
/// fit integers, a date without quotes fits a date. Numbers may be infinite or NaN: the caller checks.
std::optional<scenario::OptionValue> convert(toml::node const& node, scenario::OptionKind kind);

/// A value as typed after --set. Words need no quotes, lists no brackets; nothing when it does not fit the kind.
std::optional<scenario::OptionValue> convert_typed(std::string const& typed, scenario::OptionKind kind);

/// Parses TOML; throws InputError with `name`, line and column.
toml::table parse_toml(std::string_view text, std::string const& name);

}  // namespace hacthanh::io::detail
