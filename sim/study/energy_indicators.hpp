#pragma once

#include "sim/study/assessed_indicators.hpp"

#include <vector>

namespace hacthanh::study {

/// CO2e (or CO2) of roads and of the power stations behind electric vehicles [kg], with the reason where it cannot be
/// told. All of it hangs on numbers to be verified.
Indicator co2_with_power_stations(impact::RunFacts const& run, AssessmentInputs const& inputs);

/// Fuel [l] and electricity of electric vehicles [kWh], with the reason where they cannot be told.
std::vector<Indicator> fuel_and_electricity(impact::RunFacts const& run, AssessmentInputs const& inputs);

}  // namespace hacthanh::study
