#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace hacthanh::state {

/// The groups in which traffic is told per road; the names stand in result files.
enum class VehicleGroup : unsigned char { motorcycle, car, van, bus, truck, other };

inline constexpr std::size_t n_vehicle_groups = 6;
inline constexpr std::array<std::string_view, n_vehicle_groups> vehicle_group_names = {"motorcycle", "car",   "van",
                                                                                       "bus",        "truck", "other"};

/// The group of a vehicle class of SUMO.
constexpr VehicleGroup group_of(std::string_view vehicle_class) {
    if (vehicle_class == "motorcycle" || vehicle_class == "moped") return VehicleGroup::motorcycle;
    if (vehicle_class == "delivery") return VehicleGroup::van;
    if (vehicle_class == "bus" || vehicle_class == "coach") return VehicleGroup::bus;
    if (vehicle_class == "truck" || vehicle_class == "trailer") return VehicleGroup::truck;
    for (std::string_view car : {"passenger", "private", "taxi", "hov", "vip", "authority", "army", "emergency",
                                 "custom1", "custom2", "evehicle", "ignoring"})
        if (vehicle_class == car) return VehicleGroup::car;
    return VehicleGroup::other;
}

}  // namespace hacthanh::state
