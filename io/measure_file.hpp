#pragma once

#include "sim/scenario/measures.hpp"

#include <filesystem>
#include <string>

namespace hacthanh::io {

/// Reads a measure file (TOML, UTF-8; docs/formats/measure.md) and checks everything that can be checked without the
/// city. Throws InputError with one line per problem: file:line, key, rule, remedy; unknown keys, kinds and vehicle
/// classes come with the nearest known name. Thread-safe.
scenario::MeasureFile read_measures(std::filesystem::path const& file);

/// The same for a text. @param file  named in messages; its stem is the default title
scenario::MeasureFile read_measures_text(std::string text, std::filesystem::path const& file);

}  // namespace hacthanh::io
