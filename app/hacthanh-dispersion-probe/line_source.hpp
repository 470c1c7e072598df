#pragma once

#include <nlohmann/json.hpp>

namespace hacthanh::probe {

/// The line source's plume of a point, see main.cpp. Throws InputError naming the key.
nlohmann::json line_source(nlohmann::json const& input);

}  // namespace hacthanh::probe
