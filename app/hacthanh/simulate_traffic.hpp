#pragma once

#include "io/demand/traffic_case.hpp"

namespace hacthanh::app {

/// Runs a simulation that the demand asks for in the traffic worker, like the traffic of any run: same program, same
/// options. Throws as LibsumoTrafficSource does.
void simulate_traffic(io::SimulationOrder const& order);

}  // namespace hacthanh::app
