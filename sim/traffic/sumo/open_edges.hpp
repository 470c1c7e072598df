#pragma once

#include "sim/city/geometry.hpp"

#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace hacthanh::traffic::sumo {

/// Edges near a place that a vehicle class may use now.
class OpenEdges {
public:
    /// The nearest ones, at most eight, by the distance of their middles as the crow flies.
    std::vector<std::string> near(std::string const& edge, std::string const& vehicle_class,
                                  std::unordered_set<std::string> const& but_not);
    /// Whether some lane of the edge is open to the class.
    static bool permits(std::string const& edge, std::string const& vehicle_class);
    /// Permissions have changed.
    void forget() { known_.clear(); }

private:
    void read_places();

    std::vector<std::pair<std::string, city::Point>> places_;
    std::map<std::string, city::Point> place_of_;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> known_;
};

}  // namespace hacthanh::traffic::sumo
