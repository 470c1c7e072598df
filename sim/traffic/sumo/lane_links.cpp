#include "sim/traffic/sumo/lane_links.hpp"

#include <libsumo/libsumo.h>

#include <map>
#include <unordered_set>

namespace hacthanh::traffic::sumo {

std::string edge_of(std::string const& lane) { return lane.substr(0, lane.rfind('_')); }

std::set<Turn> lost_turns(std::vector<std::string> const& closed_lanes) {
    std::unordered_set<std::string> const closed(closed_lanes.begin(), closed_lanes.end());
    std::map<Turn, bool> served;
    for (std::string const& lane : libsumo::Lane::getIDList()) {
        if (lane.front() == ':') continue;
        for (auto const& link : libsumo::Lane::getLinks(lane)) {
            bool const open = !closed.contains(lane) && !closed.contains(link.approachedLane);
            served[{edge_of(lane), edge_of(link.approachedLane)}] |= open;
        }
    }
    std::set<Turn> lost;
    for (auto const& [turn, is_served] : served)
        if (!is_served) lost.insert(turn);
    return lost;
}

std::vector<std::string> without_lost_turns(std::vector<std::string> closed_lanes) {
    while (true) {
        std::unordered_set<std::string> keep_open;
        for (auto const& [from, to] : lost_turns(closed_lanes)) {
            keep_open.insert(from);
            keep_open.insert(to);
        }
        auto const n =
            std::erase_if(closed_lanes, [&](std::string const& lane) { return keep_open.contains(edge_of(lane)); });
        if (n == 0) return closed_lanes;
    }
}

}  // namespace hacthanh::traffic::sumo
