#include "io/demand/trip_fitting.hpp"

#include "sim/core/error.hpp"
#include "sim/demand/trip_changes.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::io {
namespace {

using demand::Stop;
using demand::Trip;

/// Where a trip begins or ends when its road is gone: the other direction of that road, else the road that is nearest
/// to it. "" for a road that neither network has.
std::string instead_of(std::string const& gone, NetworkFacts const& facts, NetworkFacts const& before) {
    auto const road = before.roads.find(gone);
    if (road == before.roads.end()) return {};
    auto const other = before.opposite(gone);
    return facts.has(other) ? other : facts.nearest(road->second.middle);
}

/// A bus on a broken route: from origin to destination by way of the stops that are left.
void reroute_bus(Trip& trip, NetworkFacts const& facts) {
    std::erase_if(trip.stops, [&](Stop const& stop) { return !stop.edge.empty() && !facts.has(stop.edge); });
    std::vector<std::string> via = {trip.route.front()};
    for (Stop const& stop : trip.stops)
        if (!stop.edge.empty() && stop.edge != via.back()) via.push_back(stop.edge);
    if (via.back() != trip.route.back() || via.size() == 1) via.push_back(trip.route.back());
    trip.route = std::move(via);
}

bool lies_near(std::string const& edge, std::vector<city::Point> const& places, double reach_m,
               NetworkFacts const& facts) {
    auto const road = facts.roads.find(edge);
    return road != facts.roads.end() && std::ranges::any_of(places, [&](city::Point p) {
               return std::hypot(p.x - road->second.middle.x, p.y - road->second.middle.y) <= reach_m;
           });
}

/// "edge" or "edge@position".
Stop stop_at(std::string const& text, double dwell_s) {
    auto const at = text.rfind('@');
    Stop stop{text.substr(0, at), {}};
    stop.attributes = {{"lane", stop.edge + "_0"}, {"duration", fmt::format("{}", dwell_s)}};
    if (at != std::string::npos) stop.attributes.emplace_back("endPos", text.substr(at + 1));
    return stop;
}

}  // namespace

std::size_t fit_trips(std::vector<Trip>& trips, NetworkFacts const& facts, NetworkFacts const& before,
                      std::vector<std::string>& notes) {
    std::size_t moved = 0;
    std::size_t buses = 0;
    std::erase_if(trips, [&](Trip& trip) {
        bool const stops_there = std::ranges::all_of(
            trip.stops, [&](Stop const& stop) { return stop.edge.empty() || facts.has(stop.edge); });
        bool const roads_there =
            std::ranges::all_of(trip.route, [&](std::string const& edge) { return facts.has(edge); });
        if (stops_there && roads_there && (!trip.routed || facts.can_drive(trip.route))) return false;
        bool const from_there = facts.has(trip.route.front());
        bool const to_there = facts.has(trip.route.back());
        if (!from_there) trip.route.front() = instead_of(trip.route.front(), facts, before);
        if (!to_there) trip.route.back() = instead_of(trip.route.back(), facts, before);
        if (trip.route.front().empty() || trip.route.back().empty()) {
            notes.push_back(fmt::format(
                "trip \"{}\" is left out: it begins or ends on a road that is not in the network", trip.id));
            return true;
        }
        if (!from_there || !to_there) ++moved;
        if (!trip.stops.empty()) {
            ++buses;
            reroute_bus(trip, facts);
        } else if (trip.routed) {
            trip.route = {trip.route.front(), trip.route.back()};
        } else {
            std::erase_if(trip.route, [&](std::string const& edge) { return !facts.has(edge); });
        }
        trip.routed = false;
        return false;
    });
    if (buses > 0) notes.push_back(fmt::format("{} vehicles with stops take another way", buses));
    return moved;
}

std::vector<Trip> with_bus_line(std::vector<Trip> trips, demand::BusLine const& line, NetworkFacts const& facts,
                                SumoTrips const& demand, PlanInput const& input) {
    Trip bus;
    std::vector<city::Point> places;
    for (auto const& text : line.stops) {
        Stop stop = stop_at(text, line.dwell_s);
        if (!facts.has(stop.edge)) {
            std::vector<std::string> names;
            for (auto const& [edge, road] : facts.roads) names.push_back(edge);
            throw InputError(input.where, fmt::format("bus line \"{}\": stop \"{}\" is on no road", line.id, text),
                             fmt::format("the closest name is \"{}\"", scenario::closest_word(stop.edge, names)));
        }
        places.push_back(facts.roads.at(stop.edge).middle);
        bus.route.push_back(stop.edge);
        bus.stops.push_back(std::move(stop));
    }
    validate(bus.route.size() >= 2, input.where, fmt::format("bus line \"{}\" has fewer than two stops", line.id));
    auto const type = demand.class_of_type.find(line.type);
    if (type == demand.class_of_type.end()) {
        std::vector<std::string> names;
        for (auto const& [name, vehicle_class] : demand.class_of_type) names.push_back(name);
        throw InputError(
            input.where, fmt::format("bus line \"{}\": vehicle type \"{}\" is not in the demand", line.id, line.type),
            names.empty() ? "" : fmt::format("the closest name is \"{}\"", scenario::closest_word(line.type, names)));
    }
    bus.type = line.type;
    bus.vehicle_class = type->second;
    bus.fixed = true;
    bus.attributes = {{"line", line.id}, {"departLane", "best"}};
    auto const between_stops = [&](Trip const& trip) {
        bool const on_line = lies_near(trip.route.front(), places, line.catchment_m, facts) &&
                             lies_near(trip.route.back(), places, line.catchment_m, facts);
        return on_line ? 1 - line.mode_shift : 1.0;
    };
    demand::TripFilter riders;
    riders.classes = line.classes;
    trips = demand::multiplied(std::move(trips), riders, between_stops, input.settings.seed + 2);
    auto const& settings = input.settings;
    for (int n = 0; settings.begin_s + n * line.headway_s < settings.end_s; ++n) {
        bus.id = fmt::format("{}.{}", line.id, n);
        bus.depart_s = settings.begin_s + n * line.headway_s;
        trips.push_back(bus);
    }
    return trips;
}

}  // namespace hacthanh::io
