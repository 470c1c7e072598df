#pragma once

#include "io/result_reader.hpp"
#include "sim/study/member_indicators.hpp"

namespace hacthanh::app {

/// Indicators of a stored result after its spin-up, by the names of study::MemberIndicators: those that the file can
/// give (vehicle_km, vehicle_h, delay_h, time_per_km_s, emitted_kg.*, ground_ug_m3.*). Cost: all road series are read
/// once.
study::Indicators result_indicators(io::ResultReader const& result);

/// Mean of the finite numbers; NaN when there is none.
double mean_of(std::vector<float> const& values);

}  // namespace hacthanh::app
