#include "sim/traffic/sumo/route_control.hpp"

#include "sim/traffic/vehicle_draw.hpp"

#include <libsumo/libsumo.h>

#include <algorithm>

namespace hacthanh::traffic::sumo {

namespace {

using libsumo::Vehicle;

constexpr double barred_s = 1e6;             ///< travel time of an edge that a vehicle may not use
constexpr double travel_time_period_s = 60;  ///< our choice: how old known travel times may be

bool holds_for(std::vector<std::string> const& list, std::string const& word) {
    return list.empty() || std::ranges::count(list, word) > 0;
}

bool has_purpose(std::vector<std::string> const& purposes, std::string const& vehicle) {
    if (purposes.empty()) return true;
    std::string const given = Vehicle::getParameter(vehicle, "purpose");
    if (!given.empty()) return holds_for(purposes, given);
    return std::ranges::any_of(purposes, [&](auto const& purpose) { return names_purpose(vehicle, purpose); });
}

/// End of the window at hand.
double window_end(Intervention const& change, double time_s) {
    for (TimeWindow const& window : change.windows)
        if (time_s < window.end_s) return window.end_s;
    return time_s;
}

}  // namespace

void RouteControl::start(Intervention const& change, std::uint64_t seed, double time_s) {
    open_edges_.forget();
    barred_.push_back({&change, seed, window_end(change, time_s), {change.edges.begin(), change.edges.end()}});
    if (!change.lanes.empty()) {
        barred_.back().edges.clear();
        barred_.back().turns = lost_turns(change.lanes);
    }
    if (change.kind == InterventionKind::cancel_trips) return;
    Barred const barred = barred_.back();
    reader_.for_each([&](std::string const& vehicle) { meet(barred, vehicle, time_s, false); });
}

void RouteControl::stop(Intervention const& change) {
    open_edges_.forget();
    std::erase_if(barred_, [&](Barred const& barred) { return barred.change == &change; });
}

void RouteControl::departed(std::string const& vehicle, double time_s) {
    for (std::size_t b = 0; b < barred_.size() && !removed_.contains(vehicle); ++b)
        if (time_s < barred_[b].end_s) meet(barred_[b], vehicle, time_s, true);  // else it ends with this step
}

RouteControl::Trip RouteControl::trip_of(std::string const& vehicle) {
    return {Vehicle::getRoute(vehicle), static_cast<std::size_t>(std::max(0, Vehicle::getRouteIndex(vehicle)))};
}

std::size_t RouteControl::first_barred(Barred const& barred, Trip const& trip) {
    for (std::size_t n = trip.at; n < trip.route.size(); ++n) {
        if (barred.holds(trip.route[n])) return n;
        if (n + 1 < trip.route.size() && barred.turns.contains({trip.route[n], trip.route[n + 1]})) return n + 1;
    }
    return trip.route.size();
}

void RouteControl::meet(Barred const& barred, std::string const& vehicle, double time_s, bool just_departed) {
    Trip const trip = trip_of(vehicle);
    if (trip.route.empty() || !concerns(barred, vehicle, trip)) return;
    Intervention const& change = *barred.change;
    if (change.kind == InterventionKind::cancel_trips) return remove(vehicle, "removed: took the bus");
    if (change.value > 0) return pay(barred, vehicle, trip, time_s);
    switch (change.behaviour) {
        case Behaviour::cancel:
            // Who is under way when it begins has no trip to cancel any more.
            if (just_departed) return remove(vehicle, "removed: trip cancelled");
            return avoid(barred, vehicle, trip, time_s);
        case Behaviour::change_vehicle:
            levels_.change_vehicle(vehicle, change.level);
            return events_.add("changed vehicle");
        case Behaviour::reroute: return avoid(barred, vehicle, trip, time_s);
    }
}

bool RouteControl::concerns(Barred const& barred, std::string const& vehicle, Trip const& trip) const {
    Intervention const& change = *barred.change;
    bool const starts_there = barred.holds(trip.route.front());
    bool const ends_there = barred.holds(trip.route.back());
    if (change.kind == InterventionKind::cancel_trips) {
        if (!starts_there || !ends_there) return false;
    } else if (first_barred(barred, trip) == trip.route.size()) {
        return false;
    }
    VehicleFilter const& who = change.who;
    if (who.only_through && (starts_there || ends_there)) return false;
    std::string const vehicle_class = Vehicle::getVehicleClass(vehicle);
    std::string const type = state::type_name(Vehicle::getTypeID(vehicle));
    if (!holds_for(who.classes, vehicle_class) || !holds_for(who.types, type)) return false;
    if (!has_purpose(who.purposes, vehicle)) return false;
    if (!who.levels.empty() && !holds_for(who.levels, levels_.level_of(vehicle, type, vehicle_class))) return false;
    return who.share >= 1 || draw_of(barred.seed, who.draw, vehicle) < who.share;
}

void RouteControl::avoid(Barred const& barred, std::string const& vehicle, Trip const& trip, double time_s) {
    if (barred.holds(trip.route.back()))
        return end_elsewhere(barred, vehicle, trip, first_barred(barred, trip), time_s);
    if (barred.change->bound == BoundRule::exempt && barred.holds(trip.route.front()))
        return events_.add("let through: starts there");
    skip_stops(barred, vehicle);
    reroute(barred, vehicle, time_s);
}

void RouteControl::end_elsewhere(Barred const& barred, std::string const& vehicle, Trip const& trip, std::size_t first,
                                 double time_s) {
    switch (barred.change->bound) {
        case BoundRule::exempt: return events_.add("let through: ends there");
        case BoundRule::removed: return remove(vehicle, "removed: destination closed");
        case BoundRule::parked_before:
            if (first <= trip.at) return remove(vehicle, "removed: inside when it was closed");
            skip_stops(barred, vehicle);
            Vehicle::setRoute(vehicle,
                              std::vector<std::string>(trip.route.begin() + static_cast<std::ptrdiff_t>(trip.at),
                                                       trip.route.begin() + static_cast<std::ptrdiff_t>(first)));
            return events_.add("destination: parked before");
        case BoundRule::nearest_open: break;
    }
    skip_stops(barred, vehicle);
    refresh_travel_times(time_s);
    std::string const vehicle_class = Vehicle::getVehicleClass(vehicle);
    for (std::string const& edge : open_edges_.near(trip.route.back(), vehicle_class, barred.edges)) {
        try {
            Vehicle::changeTarget(vehicle, edge);
        } catch (std::exception const&) {  // no way there
            continue;
        }
        Trip const now = trip_of(vehicle);
        if (barred.holds(now.route.back())) continue;
        events_.add("destination: nearest open edge");
        return reroute(barred, vehicle, time_s);
    }
    remove(vehicle, "removed: no way to an open edge");
}

void RouteControl::reroute(Barred const& barred, std::string const& vehicle, double time_s) {
    refresh_travel_times(time_s);
    Intervention const& change = *barred.change;
    bool const by_law = change.kind == InterventionKind::bar_vehicles;  // the lanes stay open to others
    if (by_law)
        for (std::string const& edge : change.edges)
            Vehicle::setAdaptedTraveltime(vehicle, edge, barred_s, time_s, barred.end_s);
    try {
        Vehicle::rerouteTraveltime(vehicle, false);
    } catch (std::exception const&) {
        return remove(vehicle, "removed: no way round");
    }
    Trip const now = trip_of(vehicle);
    std::size_t const n_edges = now.route.size();
    std::size_t last = now.at;  // one past the last barred edge ahead
    for (Trip ahead = now; ahead.at < n_edges; ahead.at = last) {
        std::size_t const next = first_barred(barred, ahead);
        if (next == n_edges) break;
        last = next + 1;
    }
    if (last == now.at) return events_.add("rerouted");
    if (last - now.at <= 2) return events_.add("let through: too late to turn");
    // By law one may leave a zone that one is in; across a place there may be no other way.
    if (by_law) return events_.add("let through: no way round");
    remove(vehicle, "removed: no way round");
}

void RouteControl::pay(Barred const& barred, std::string const& vehicle, Trip const& trip, double time_s) {
    refresh_travel_times(time_s);
    for (std::string const& edge : barred.change->edges)
        Vehicle::setAdaptedTraveltime(vehicle, edge, libsumo::Edge::getTraveltime(edge) + barred.change->value, time_s,
                                      barred.end_s);
    try {
        Vehicle::rerouteTraveltime(vehicle, false);
    } catch (std::exception const&) {
        return events_.add("charged");
    }
    Trip const now = trip_of(vehicle);
    if (first_barred(barred, now) < now.route.size())
        events_.add("charged");
    else
        events_.add(now.route == trip.route ? "let through: too late to turn" : "rerouted round the charge");
}

void RouteControl::skip_stops(Barred const& barred, std::string const& vehicle) {
    auto const stops = Vehicle::getStops(vehicle);
    for (std::size_t n = stops.size(); n-- > 0;) {
        std::string const edge = stops[n].lane.substr(0, stops[n].lane.rfind('_'));
        if (!barred.holds(edge)) continue;
        try {
            Vehicle::replaceStop(vehicle, static_cast<int>(n), "");
            events_.add("stop skipped");
        } catch (std::exception const&) {  // it stands there now
        }
    }
}

void RouteControl::remove(std::string const& vehicle, std::string_view reason) {
    Vehicle::remove(vehicle, libsumo::REMOVE_VAPORIZED);
    reader_.forget(vehicle);
    removed_.insert(vehicle);
    ++n_removed_;
    events_.add(reason);
}

void RouteControl::give_up_waiting() {
    for (std::string const& vehicle : libsumo::Simulation::getPendingVehicles()) {
        Trip const trip = trip_of(vehicle);
        if (trip.route.empty()) continue;
        std::string const vehicle_class = Vehicle::getVehicleClass(vehicle);
        bool const closed = std::ranges::any_of(barred_, [&](Barred const& barred) {
            return barred.change->kind == InterventionKind::close_lanes && barred.holds(trip.route.front()) &&
                   holds_for(barred.change->who.classes, vehicle_class);
        });
        if (!closed || open_edges_.permits(trip.route.front(), vehicle_class)) continue;
        Vehicle::remove(vehicle, libsumo::REMOVE_VAPORIZED);
        events_.add("not started: start closed");
    }
}

std::uint64_t RouteControl::removed_among(std::vector<std::string> const& arrived) {
    if (removed_.empty()) return 0;
    std::uint64_t n = 0;
    for (std::string const& vehicle : arrived) n += removed_.erase(vehicle);
    return n;
}

void RouteControl::refresh_travel_times(double time_s) {
    if (time_s < travel_times_of_s_ + travel_time_period_s) return;
    travel_times_of_s_ = time_s;
    for (std::string const& edge : libsumo::Edge::getIDList())
        if (edge.front() != ':') libsumo::Edge::adaptTraveltime(edge, libsumo::Edge::getTraveltime(edge));
}

}  // namespace hacthanh::traffic::sumo
