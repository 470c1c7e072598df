#pragma once

#include "sim/state/run_summary.hpp"

#include <string>

namespace hacthanh::io::detail {

/// The texts of an account (warnings, wall time per stage) as one line of JSON, and back. Numbers stay exact.
std::string texts_to_json(state::RunSummary const& summary);
void texts_from_json(std::string const& json, state::RunSummary& summary);

}  // namespace hacthanh::io::detail
