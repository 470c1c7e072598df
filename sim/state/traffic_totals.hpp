#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::state {

/// Counts of a traffic simulation since its start.
struct TrafficTotals {
    std::uint64_t departed = 0;  ///< vehicles inserted
    std::uint64_t arrived = 0;   ///< vehicles that reached their destination
    std::uint64_t running = 0;   ///< on the road now
    std::uint64_t waiting = 0;   ///< due but not yet inserted
    std::uint64_t teleported = 0;
    std::uint64_t collisions = 0;       ///< vehicle-steps in a collision
    std::uint64_t emergency_stops = 0;  ///< vehicles that had to brake harder than they can
    std::uint64_t warnings = 0;         ///< warnings of the traffic simulation
    double vehicle_seconds = 0;
    double cpu_s = 0;  ///< CPU time of the traffic simulation with reading its vehicles, start-up included [s]
    std::vector<std::string> first_warnings;  ///< at most 20 texts
};

}  // namespace hacthanh::state
