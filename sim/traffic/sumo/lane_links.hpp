#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::traffic::sumo {

/// From one edge to the next.
using Turn = std::pair<std::string, std::string>;

/// The turns that no open lane serves any more when these lanes are closed. Cost: all lanes of the network are asked.
std::set<Turn> lost_turns(std::vector<std::string> const& closed_lanes);

/// The lanes of the list that can be closed without losing a turn.
std::vector<std::string> without_lost_turns(std::vector<std::string> closed_lanes);

/// The edge of a lane.
std::string edge_of(std::string const& lane);

}  // namespace hacthanh::traffic::sumo
