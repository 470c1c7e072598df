#pragma once

#include <nlohmann/json.hpp>

namespace hacthanh::probe {

/// Steady concentrations of the finite-volume transport, see main.cpp. Throws InputError naming the key.
nlohmann::json finite_volume(nlohmann::json const& input);

}  // namespace hacthanh::probe
