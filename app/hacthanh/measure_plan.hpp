#pragma once

#include "app/hacthanh/session.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hacthanh::app {

/// What the measures of a session are and do, for `check`: kind, mode, windows, how many roads. Empty without measures.
std::string measures_text(Session const& session);
nlohmann::ordered_json measures_json(Session const& session);

/// Throws InputError naming file and nearest name for an expectation of something that no what-if measures.
void require_known_indicators(Session const& session, scenario::MeasureFile const& file);

/// Throws InputError when `run` cannot answer the measures: what they do is beyond the model, or they are of planning
/// mode. Of a session: its own measures.
void require_operational(scenario::MeasureFile const& file, run::ResolvedMeasures const& resolved);
void require_operational(Session const& session);

}  // namespace hacthanh::app
