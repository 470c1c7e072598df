#pragma once

#include <nlohmann/json.hpp>

namespace hacthanh::probe {

/// Mean concentrations of the particle model, see main.cpp. Throws InputError naming the key.
nlohmann::json particles(nlohmann::json const& input);

}  // namespace hacthanh::probe
