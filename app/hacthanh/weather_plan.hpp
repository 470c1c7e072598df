#pragma once

#include "app/hacthanh/session.hpp"

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hacthanh::app {

/// Weather intervals of the run with a measured wind below 1 m/s.
std::size_t calm_intervals(Session const& session);

/// The weather that a run will use, as lines for people: source, notes, and one line per interval (the first 48).
std::string weather_text(Session const& session);

/// The same as an object: "constant", "file", "notes", "calm_intervals", "intervals" (all of them).
nlohmann::ordered_json weather_json(Session const& session);

}  // namespace hacthanh::app
