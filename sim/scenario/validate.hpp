#pragma once

#include "sim/scenario/option_table.hpp"
#include "sim/scenario/scenario.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace hacthanh::scenario {

/// Where the values of a scenario came from, for error messages.
class Origins {
public:
    /// @param source  what to name when a value was given nowhere: the scenario's file name
    explicit Origins(std::string source = "scenario") : source_(std::move(source)) {}

    void from_file(std::string const& key, std::size_t line) { given_[key] = {line, {}}; }
    /// @param text  the value as typed
    void from_command_line(std::string const& key, std::string text) { given_[key] = {0, std::move(text)}; }

    bool given(std::string const& key) const { return given_.contains(key); }
    std::string const& source() const { return source_; }

    /// "scenario.toml:14: key = value (rule)", "--set key=value (rule)", or "scenario.toml: key = value, the
    /// default (rule)".
    /// @param value  as it is shown when it came from the file or is a default
    std::string complaint(std::string const& key, std::string_view value, std::string_view rule) const;

private:
    struct Origin {
        std::size_t line = 0;
        std::string typed;
    };
    std::string source_;
    std::map<std::string, Origin, std::less<>> given_;
};

/// Checks every option against its own rule, then the rules between options: the end after the begin, whole coupling
/// intervals in an output interval, one source of traffic, cells smaller than the extent…
/// Throws InputError with one line per broken rule: where, key, value, rule, remedy. Does not look at files and does
/// not ask whether required options were given (check_required does).
void validate(Scenario const& scenario, Origins const& origins = Origins());

/// Throws InputError that lists every required option that was not given, with its meaning.
void check_required(Origins const& origins);

}  // namespace hacthanh::scenario
