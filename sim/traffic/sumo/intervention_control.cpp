#include "sim/traffic/sumo/intervention_control.hpp"

#include "sim/traffic/sumo/lane_links.hpp"

#include <libsumo/libsumo.h>

#include <algorithm>
#include <utility>

namespace hacthanh::traffic::sumo {

namespace {

constexpr double clock_tolerance_s = 1e-6;
constexpr std::uint64_t waiting_check_period = 10;  ///< steps

bool in_window(Intervention const& change, double time_s) {
    return std::ranges::any_of(change.windows, [&](TimeWindow const& window) {
        return time_s >= window.begin_s - clock_tolerance_s && time_s < window.end_s - clock_tolerance_s;
    });
}

bool divides_levels(Intervention const& change) {
    return change.kind == InterventionKind::electrify || !change.who.levels.empty();
}

}  // namespace

void InterventionControl::begin(Interventions plan, double scale) {
    plan_ = std::move(plan);
    scale_ = scale;
    active_.assign(plan_.list.size(), false);
    levels_.begin(plan_.levels, plan_.seed);
    for (Intervention& change : plan_.list) {
        if (!change.keep_turns) continue;
        std::size_t const n = change.lanes.size();
        change.lanes = without_lost_turns(change.lanes);
        for (std::size_t kept = change.lanes.size(); kept < n; ++kept) events_.add("lane stays open for turning");
        if (change.lanes.empty()) change.windows.clear();
    }
}

void InterventionControl::before_step(double time_s) {
    for (std::size_t i = 0; i < plan_.list.size(); ++i) {
        bool const on = in_window(plan_.list[i], time_s);
        if (on == active_[i]) continue;
        active_[i] = on;
        if (on)
            start(plan_.list[i], time_s);
        else
            stop(plan_.list[i], time_s);
    }
    lines_.before_step(time_s);
}

void InterventionControl::after_step(double time_s) {
    ++steps_;
    if (!levels_.any() && !routes_.any()) return;
    for (std::string const& vehicle : libsumo::Simulation::getDepartedIDList()) {
        levels_.departed(vehicle);
        routes_.departed(vehicle, time_s);
    }
    if (routes_.any() && steps_ % waiting_check_period == 0) routes_.give_up_waiting();
}

void InterventionControl::start(Intervention const& change, double time_s) {
    if (divides_levels(change)) levels_.start(change);
    switch (change.kind) {
        case InterventionKind::close_lanes:
            roads_.start(change);
            routes_.start(change, plan_.seed, time_s);
            break;
        case InterventionKind::bar_vehicles:
        case InterventionKind::cancel_trips: routes_.start(change, plan_.seed, time_s); break;
        case InterventionKind::speed_limit: roads_.start(change); break;
        case InterventionKind::signal_program:
        case InterventionKind::actuated_signal: signals_.start(change, time_s); break;
        case InterventionKind::demand_scale: scale_demand(change, change.value); break;
        case InterventionKind::bus_line: lines_.start(change, time_s); break;
        case InterventionKind::electrify: break;
    }
}

void InterventionControl::stop(Intervention const& change, double time_s) {
    if (divides_levels(change)) levels_.stop(change);
    switch (change.kind) {
        case InterventionKind::close_lanes:
            roads_.stop(change);
            routes_.stop(change);
            break;
        case InterventionKind::bar_vehicles:
        case InterventionKind::cancel_trips: routes_.stop(change); break;
        case InterventionKind::speed_limit: roads_.stop(change); break;
        case InterventionKind::signal_program:
        case InterventionKind::actuated_signal: signals_.stop(change, time_s); break;
        case InterventionKind::demand_scale: scale_demand(change, 1); break;
        case InterventionKind::bus_line: lines_.stop(change); break;
        case InterventionKind::electrify: break;
    }
}

void InterventionControl::scale_demand(Intervention const& change, double factor) {
    using libsumo::VehicleType;
    if (change.who.classes.empty()) return libsumo::Simulation::setScale(scale_ * factor);
    for (std::string const& type : VehicleType::getIDList())
        if (std::ranges::count(change.who.classes, VehicleType::getVehicleClass(type)) > 0)
            VehicleType::setScale(type, factor);
}

}  // namespace hacthanh::traffic::sumo
