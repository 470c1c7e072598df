#pragma once

#include "sim/core/closest_word.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hacthanh::scenario {

/// How an option is written.
enum class OptionKind {
    text,
    path,
    number,
    integer,
    boolean,
    number_list,
    text_list,
    species_list,
    date,
    utc_offset,
    clock,
};

/// "text", "path", "number"…, as error messages and the schema call it.
std::string_view name(OptionKind kind);

/// A value on its way between a file or a command line and the Scenario. Dates, offsets, clocks and paths are text.
using OptionValue =
    std::variant<bool, std::int64_t, double, std::string, std::vector<double>, std::vector<std::string>>;

/// A rule that a value must keep, with the words for it.
struct OptionRule {
    std::string text;                               ///< "must be > 0"; empty = anything of its kind
    std::function<bool(OptionValue const&)> holds;  ///< unset when text is empty
};

/// Everything there is to know of one option of a Scenario, or of another struct that people fill in.
template <class Owner>
struct OptionOf {
    std::string key;  ///< "traffic.scale"
    OptionKind kind = OptionKind::text;
    std::string unit;           ///< "m", "m/s", "deg"; "" for plain numbers and words
    OptionRule rule;            ///< of the value alone; rules between options are in validate.hpp
    std::string hint;           ///< typical values or what to do
    std::string documentation;  ///< one line
    bool required = false;      ///< a scenario that does not give it is refused
    /// The value in a scenario; nothing when absent.
    std::function<std::optional<OptionValue>(Owner const&)> get;
    /// Stores a value of the option's kind. Precondition: rule.holds(value).
    std::function<void(Owner&, OptionValue const&)> set;

    std::string section() const { return key.substr(0, key.find('.')); }
    std::string leaf() const { return key.substr(key.find('.') + 1); }
    /// The value in a default owner; nothing when absent there.
    std::optional<OptionValue> default_value() const { return get(Owner{}); }
};
using Option = OptionOf<Scenario>;

/// The one table behind the parser, `--set`, the checks, `hacthanh schema` and the resolved scenario, in the order of
/// a scenario file. Built on first use; thread-safe.
std::vector<Option> const& options();

/// The section names in order: "scenario", "time", "traffic"…
std::vector<std::string> const& sections();

/// The option of that exact key, or nullptr.
Option const* find_option(std::string_view key);

/// The known key nearest to `key` by edit distance; a misplaced option ("weather.begin_s") finds its section.
std::string closest_key(std::string_view key);

using hacthanh::closest_word;

/// A value as TOML and as it stands in messages: 1.5, true, "text", ["CO2", "NOx"].
std::string to_toml(OptionValue const& value);

}  // namespace hacthanh::scenario
