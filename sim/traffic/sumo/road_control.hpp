#pragma once

#include "sim/traffic/interventions.hpp"

#include <map>
#include <string>
#include <vector>

namespace hacthanh::traffic::sumo {

/// Takes vehicle classes off lanes and sets speed limits, for a time. What was there before is remembered and comes
/// back when the last change of a lane ends; changes of one lane add up (classes) or the last one holds (speed).
class RoadControl {
public:
    void start(Intervention const& change);
    void stop(Intervention const& change);

private:
    struct LaneState {
        std::vector<std::string> usual_disallowed;
        double usual_speed = 0;
        std::vector<Intervention const*> closings;
        std::vector<Intervention const*> limits;
    };

    LaneState& state_of(std::string const& lane);
    void apply_permissions(std::string const& lane, LaneState const& state);
    void apply_speed(std::string const& lane, LaneState const& state);

    std::map<std::string, LaneState> lanes_;
};

/// All lanes of an edge.
std::vector<std::string> lanes_of(std::string const& edge);

}  // namespace hacthanh::traffic::sumo
