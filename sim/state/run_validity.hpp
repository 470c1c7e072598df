#pragma once

#include "sim/state/traffic_totals.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace hacthanh::state {

/// More vehicles than this share taken out of jams by the simulation, and the jams were not simulated.
inline constexpr double most_teleported = 0.01;
/// More of the due vehicles than this share still waiting at the end, and the demand was not simulated.
inline constexpr double most_uninserted = 0.05;

/// Whether the traffic of a run may be built upon.
///
/// A teleported vehicle skips the jam it stood in, and one that finds no room never drives: both make a jammed network
/// look clean. Collisions and emergency stops are counted, not judged.
struct RunValidity {
    double teleported_share = 0;  ///< teleports over vehicles that departed
    double uninserted_share = 0;  ///< vehicles waiting to be inserted over those that were due
    bool valid() const { return teleported_share <= most_teleported && uninserted_share <= most_uninserted; }

    /// Why not, in words; empty when valid.
    std::vector<std::string> reasons() const {
        std::vector<std::string> words;
        if (teleported_share > most_teleported)
            words.push_back(fmt::format("{:.1f} % of the vehicles were teleported out of jams (at most {:g} %)",
                                        100 * teleported_share, 100 * most_teleported));
        if (uninserted_share > most_uninserted)
            words.push_back(
                fmt::format("{:.1f} % of the vehicles that were due found no room to start (at most {:g} %)",
                            100 * uninserted_share, 100 * most_uninserted));
        return words;
    }
};

inline RunValidity validity_of(TrafficTotals const& totals) {
    auto const share = [](std::uint64_t part, std::uint64_t whole) {
        return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
    };
    return {share(totals.teleported, totals.departed), share(totals.waiting, totals.departed + totals.waiting)};
}

}  // namespace hacthanh::state
