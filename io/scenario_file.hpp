#pragma once

#include "sim/scenario/scenario.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io {

/// A scenario with everything needed to run it again.
struct LoadedScenario {
    scenario::Scenario scenario;         ///< checked; paths in it are as given, see resolve()
    std::string text;                    ///< the file, byte for byte
    std::vector<std::string> overrides;  ///< "key=value" of --set, in order
    std::string resolved;                ///< TOML with every option, defaults and overrides included
    std::filesystem::path file;          ///< absolute path of the scenario file
    std::filesystem::path folder;        ///< absolute; relative paths of the scenario start here
    std::set<std::string> given;         ///< keys of options that the file or --set gives
    std::vector<std::string> notes;      ///< defaults that matter and were not given: worth a line to the user

    /// A path of the scenario as an absolute one.
    std::filesystem::path resolve(std::filesystem::path const& path) const { return folder / path; }
};

/// Reads a scenario file (TOML, UTF-8), applies `overrides` ("section.name=value", the value as in the file; quotes
/// may be left out around words) and checks everything that can be checked without opening another file, also that
/// the files it names exist. The title defaults to the file's name.
///
/// Throws InputError with one line per problem: file:line, key, rule, remedy. Integers are taken for numbers, a bare
/// TOML date for a date. Thread-safe.
LoadedScenario load_scenario(std::filesystem::path const& file, std::vector<std::string> const& overrides = {});

/// The same for a text that is not in a file of its own, such as the one in a result file.
/// @param file  where the text was once read: named in messages; its folder is where relative paths start
LoadedScenario load_scenario_text(std::string text, std::filesystem::path const& file,
                                  std::vector<std::string> const& overrides = {});

}  // namespace hacthanh::io
