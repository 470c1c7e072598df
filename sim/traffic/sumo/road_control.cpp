#include "sim/traffic/sumo/road_control.hpp"

#include <fmt/format.h>

#include <libsumo/libsumo.h>

#include <algorithm>
#include <set>

namespace hacthanh::traffic::sumo {

namespace {

std::vector<std::string> lanes_of(Intervention const& change) {
    if (!change.lanes.empty()) return change.lanes;
    std::vector<std::string> lanes;
    for (std::string const& edge : change.edges)
        for (std::string& lane : sumo::lanes_of(edge)) lanes.push_back(std::move(lane));
    return lanes;
}

}  // namespace

std::vector<std::string> lanes_of(std::string const& edge) {
    std::vector<std::string> lanes;
    int const n = libsumo::Edge::getLaneNumber(edge);
    for (int i = 0; i < n; ++i) lanes.push_back(fmt::format("{}_{}", edge, i));
    return lanes;
}

RoadControl::LaneState& RoadControl::state_of(std::string const& lane) {
    auto const [entry, is_new] = lanes_.try_emplace(lane);
    if (is_new) {
        entry->second.usual_disallowed = libsumo::Lane::getDisallowed(lane);
        entry->second.usual_speed = libsumo::Lane::getMaxSpeed(lane);
    }
    return entry->second;
}

void RoadControl::start(Intervention const& change) {
    for (std::string const& lane : lanes_of(change)) {
        LaneState& state = state_of(lane);
        if (change.kind == InterventionKind::speed_limit) {
            state.limits.push_back(&change);
            apply_speed(lane, state);
        } else {
            state.closings.push_back(&change);
            apply_permissions(lane, state);
        }
    }
}

void RoadControl::stop(Intervention const& change) {
    for (std::string const& lane : lanes_of(change)) {
        LaneState& state = state_of(lane);
        if (std::erase(state.limits, &change) > 0) apply_speed(lane, state);
        if (std::erase(state.closings, &change) > 0) apply_permissions(lane, state);
    }
}

void RoadControl::apply_permissions(std::string const& lane, LaneState const& state) {
    std::set<std::string> disallowed(state.usual_disallowed.begin(), state.usual_disallowed.end());
    for (Intervention const* closing : state.closings) {
        if (closing->who.classes.empty()) return libsumo::Lane::setDisallowed(lane, {"all"});
        disallowed.insert(closing->who.classes.begin(), closing->who.classes.end());
    }
    libsumo::Lane::setDisallowed(lane, {disallowed.begin(), disallowed.end()});
}

void RoadControl::apply_speed(std::string const& lane, LaneState const& state) {
    libsumo::Lane::setMaxSpeed(lane, state.limits.empty() ? state.usual_speed : state.limits.back()->value);
}

}  // namespace hacthanh::traffic::sumo
