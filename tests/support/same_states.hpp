#pragma once

#include "sim/state/vehicle_states.hpp"

#include <cstring>
#include <span>
#include <string>

namespace hacthanh::test {

template <class T>
bool same_bits(std::span<T const> a, std::span<T const> b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

/// The name of the first array in which two steps differ by a single bit; "" when they are the same.
inline std::string difference(state::VehicleStates const& a, state::VehicleStates const& b) {
    if (a.end_time_s != b.end_time_s) return "end_time_s";
    if (a.step_s != b.step_s) return "step_s";
    if (!same_bits(a.vehicle, b.vehicle)) return "vehicle";
    if (!same_bits(a.edge, b.edge)) return "edge";
    if (!same_bits(a.type, b.type)) return "type";
    if (!same_bits(a.x_from, b.x_from)) return "x_from";
    if (!same_bits(a.y_from, b.y_from)) return "y_from";
    if (!same_bits(a.x, b.x)) return "x";
    if (!same_bits(a.y, b.y)) return "y";
    if (!same_bits(a.z, b.z)) return "z";
    if (!same_bits(a.speed, b.speed)) return "speed";
    if (!same_bits(a.acceleration, b.acceleration)) return "acceleration";
    for (std::size_t p = 0; p < n_reported; ++p)
        if (!same_bits(a.emission_rate[p], b.emission_rate[p])) return "emission rate";
    return "";
}

}  // namespace hacthanh::test
