#pragma once

#include "io/result_reader.hpp"

#include <string>

namespace hacthanh::io {

/// What `hacthanh info --json` prints: one JSON document (docs/formats/results.md lists the names).
/// @param indent  spaces per level, -1 = one line
std::string result_info_json(ResultReader const& result, int indent = 2);

/// The same for people: what was run, how far it is, the mass budget, the time it took, and warnings. Ends with a
/// line feed.
std::string result_info_text(ResultReader const& result);

}  // namespace hacthanh::io
