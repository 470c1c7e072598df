#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::state {

/// How often measures did something to a vehicle.
struct TrafficEvent {
    std::string name;  ///< "removed: destination closed", "rerouted"…
    std::uint64_t count = 0;
};

/// Counts of a traffic simulation since its start. No vehicle is lost:
/// departed = arrived + running + off_road + removed (conserved()).
struct TrafficTotals {
    std::uint64_t departed = 0;  ///< vehicles inserted, those of a loaded state included
    std::uint64_t arrived = 0;   ///< vehicles that reached their destination
    std::uint64_t running = 0;   ///< on the road now
    std::uint64_t off_road = 0;  ///< in the network but not on the road now: parked beside it or on a teleport
    std::uint64_t removed = 0;   ///< taken out by measures, or by the simulation without having arrived
    std::uint64_t waiting = 0;   ///< due but not yet inserted
    std::uint64_t teleported = 0;
    std::uint64_t collisions = 0;       ///< vehicle-steps in a collision
    std::uint64_t emergency_stops = 0;  ///< vehicles that had to brake harder than they can
    std::uint64_t warnings = 0;         ///< warnings of the traffic simulation
    double vehicle_seconds = 0;
    double arrived_trip_s = 0;  ///< time from insertion to arrival, summed over the arrived [s]
    double cpu_s = 0;           ///< CPU time of the traffic simulation with reading its vehicles, start-up included [s]
    std::vector<std::string> first_warnings;  ///< at most 20 texts
    std::vector<TrafficEvent> events{};       ///< what measures did, in order of first occurrence

    bool conserved() const { return departed == arrived + running + off_road + removed; }
};

}  // namespace hacthanh::state
