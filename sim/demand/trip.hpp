#pragma once

#include "sim/demand/draw.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hacthanh::demand {

/// A halt on the way.
struct Stop {
    std::string edge;                                             ///< SUMO edge id
    std::vector<std::pair<std::string, std::string>> attributes;  ///< of SUMO's <stop>: busStop, lane, duration…
};

/// One vehicle's journey.
struct Trip {
    std::string id;
    double depart_s = 0;             ///< SUMO's clock
    std::string type;                ///< SUMO vType id
    std::string vehicle_class;       ///< SUMO vClass of that type
    std::vector<std::string> route;  ///< SUMO edge ids; only origin and destination while !routed
    bool routed = false;
    bool fixed = false;  ///< keeps its route: it stops on the way or belongs to a line
    std::vector<Stop> stops;
    std::vector<std::pair<std::string, std::string>> attributes;  ///< further ones of SUMO's <vehicle>: departLane…
};

/// True when `text` is `pattern`, in which * stands for any characters.
inline bool like(std::string_view text, std::string_view pattern) {
    auto const star = pattern.find('*');
    if (star == std::string_view::npos) return text == pattern;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    text.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (std::size_t skip = 0; skip <= text.size(); ++skip)
        if (like(text.substr(skip), pattern)) return true;
    return false;
}

/// Which trips a change speaks of: all that keep every condition. Trips with a fixed route never do.
struct TripFilter {
    std::vector<std::string> classes;  ///< vehicle classes; empty = all
    std::vector<std::string> names;    ///< patterns of trip ids ("*through*"); empty = all
    std::set<std::string> beside;      ///< edges on which it must neither begin nor end: traffic that only passes
    double share = 1;                  ///< of those that keep the rest, drawn by name
    double begin_s = 0;                ///< departures from here
    double end_s = std::numeric_limits<double>::infinity();  ///< to before here

    static constexpr std::uint64_t lot_of_filter = 5;  ///< which of a trip's lots decides whether it is in the share

    bool holds(Trip const& trip) const {
        if (trip.fixed || trip.depart_s < begin_s || trip.depart_s >= end_s) return false;
        if (!classes.empty() && std::ranges::find(classes, trip.vehicle_class) == classes.end()) return false;
        if (!beside.empty() && (beside.contains(trip.route.front()) || beside.contains(trip.route.back())))
            return false;
        if (share < 1 && draw(0, trip.id, lot_of_filter) >= share) return false;
        return names.empty() || std::ranges::any_of(names, [&](auto const& name) { return like(trip.id, name); });
    }
};

}  // namespace hacthanh::demand
