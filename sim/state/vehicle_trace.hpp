#pragma once

#include <cstdint>
#include <vector>

namespace hacthanh::state {

/// Where vehicles were at some moments: rows of all vehicles, one moment after the other.
struct VehicleTrace {
    std::vector<double> time_s{};          ///< moments [s of the traffic clock]
    std::vector<std::uint32_t> count{};    ///< rows of each moment
    std::vector<std::uint32_t> vehicle{};  ///< number of the vehicle, unique in a run
    std::vector<std::uint8_t> group{};     ///< VehicleGroup
    std::vector<float> x{};                ///< front bumper, network coordinates [m]
    std::vector<float> y{};                ///< [m]
    std::vector<float> speed{};            ///< [m/s]
};

}  // namespace hacthanh::state
