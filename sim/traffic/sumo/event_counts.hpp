#pragma once

#include "sim/state/traffic_totals.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace hacthanh::traffic::sumo {

/// Counts what measures do, by name, in order of first occurrence.
class EventCounts {
public:
    void add(std::string_view name) {
        auto known = std::ranges::find(events_, name, &state::TrafficEvent::name);
        if (known == events_.end()) known = events_.insert(known, {std::string(name), 0});
        ++known->count;
    }
    std::vector<state::TrafficEvent> const& all() const { return events_; }

private:
    std::vector<state::TrafficEvent> events_;
};

}  // namespace hacthanh::traffic::sumo
