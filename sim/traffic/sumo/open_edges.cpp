#include "sim/traffic/sumo/open_edges.hpp"

#include "sim/traffic/sumo/road_control.hpp"

#include <libsumo/libsumo.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::traffic::sumo {

namespace {
constexpr std::size_t most_candidates = 8;
}

bool OpenEdges::permits(std::string const& edge, std::string const& vehicle_class) {
    return std::ranges::any_of(lanes_of(edge), [&](std::string const& lane) {
        auto const closed = libsumo::Lane::getDisallowed(lane);
        return std::ranges::count(closed, vehicle_class) == 0 && std::ranges::count(closed, "all") == 0;
    });
}

void OpenEdges::read_places() {
    for (std::string const& edge : libsumo::Edge::getIDList()) {
        if (edge.front() == ':') continue;
        auto const shape = libsumo::Lane::getShape(edge + "_0").value;
        auto const& a = shape.at((shape.size() - 1) / 2);
        auto const& b = shape.at(shape.size() / 2);
        places_.emplace_back(edge, city::Point{0.5 * (a.x + b.x), 0.5 * (a.y + b.y)});
        place_of_.emplace(places_.back());
    }
}

std::vector<std::string> OpenEdges::near(std::string const& edge, std::string const& vehicle_class,
                                         std::unordered_set<std::string> const& but_not) {
    if (places_.empty()) read_places();
    auto const known = known_.find({edge, vehicle_class});
    if (known != known_.end()) return known->second;
    city::Point const from = place_of_.at(edge);
    std::vector<std::pair<double, std::string>> ordered;
    for (auto const& [name, place] : places_)
        ordered.emplace_back(std::hypot(place.x - from.x, place.y - from.y), name);
    std::ranges::sort(ordered);
    std::vector<std::string> nearest;
    for (auto const& [distance, name] : ordered) {
        if (nearest.size() == most_candidates) break;
        if (!but_not.contains(name) && permits(name, vehicle_class)) nearest.push_back(name);
    }
    return known_[{edge, vehicle_class}] = nearest;
}

}  // namespace hacthanh::traffic::sumo
