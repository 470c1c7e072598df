#pragma once

#include "sim/core/id.hpp"
#include "sim/core/pollutant.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace hacthanh::state {

/// All vehicles at the end of one traffic step, as arrays of equal length: a view into memory of the traffic
/// source, valid until its next step. SI units; network coordinates.
struct VehicleStates {
    double end_time_s = 0;  ///< traffic clock at the end of the step
    double step_s = 0;      ///< length of the step; the states hold over (end - step, end]

    std::span<std::uint32_t const> vehicle;  ///< number of the vehicle, unique in a run, in order of appearance
    std::span<EdgeId const> edge;            ///< road it is on; unset while off the road
    std::span<VehicleTypeId const> type;     ///< index into TrafficSource::vehicle_types()
    std::span<double const> x_from;          ///< front bumper at the start of the step [m] (equal to x after a jump)
    std::span<double const> y_from;
    std::span<double const> x;  ///< front bumper at the end of the step [m]
    std::span<double const> y;
    std::span<double const> z;             ///< height of the road surface [m], as in the network
    std::span<double const> speed;         ///< [m/s]
    std::span<double const> acceleration;  ///< [m/s2]
    /// What the vehicle gives off during the step, as the source reports it [kg/s]; may be negative where a
    /// fitted emission function is (clamping is the emission model's task).
    std::array<std::span<double const>, n_reported> emission_rate;

    std::size_t size() const { return vehicle.size(); }
};

/// What the simulation knows of a vehicle type.
struct VehicleType {
    std::string name;            ///< SUMO vType id
    std::string vehicle_class;   ///< SUMO vClass, e.g. "motorcycle"
    std::string emission_class;  ///< e.g. "HBEFA4/MC_4S_le250cc_Euro-3"
    double length_m = 0;
    double width_m = 0;
    double height_m = 0;
};

/// SUMO clones the type of a vehicle that is changed alone as "car@17". A vehicle whose level of the fleet table is
/// known is of the type "car@Euro 4" here.
inline std::string with_level(std::string const& type, std::string const& level) {
    return type.substr(0, type.find('@')) + "@" + level;
}
/// The type's own name.
inline std::string type_name(std::string const& type) { return type.substr(0, type.find('@')); }
/// What stands behind the "@": a level, or SUMO's number of a clone; empty without one.
inline std::string level_name(std::string const& type) {
    auto const at = type.find('@');
    return at == std::string::npos ? std::string() : type.substr(at + 1);
}

}  // namespace hacthanh::state
