#include "io/demand/measure_changes.hpp"

#include "sim/city/contains.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

namespace hacthanh::io {
namespace {

using demand::PlanChanges;
using demand::TripFilter;
using scenario::Measure;
using scenario::MeasureKind;

/// Direction from the first to the last point of an axis, clockwise from north [degrees].
double bearing_of(city::Polyline const& axis) {
    return std::atan2(axis.back().x - axis.front().x, axis.back().y - axis.front().y) * 180 / std::numbers::pi;
}

class Translator {
public:
    Translator(city::City const& city, NetworkFacts const& facts, double start_clock_s)
        : city_(city), facts_(facts), start_clock_s_(start_clock_s) {}

    void add(Measure const& measure, PlanChanges& changes) const {
        switch (measure.kind) {
            case MeasureKind::one_way_pair: add_one_way(measure, changes); break;
            case MeasureKind::demand_scale: add_growth(measure, changes); break;
            case MeasureKind::bus_line: add_bus_line(measure, changes); break;
            case MeasureKind::congestion_charge: add_charge(measure, changes); break;
            case MeasureKind::bypass: add_bypass(measure, changes); break;
            case MeasureKind::close_edge: add_closure(measure, changes); break;
            case MeasureKind::remove_parking: add_lanes(measure, changes); break;
            default:
                throw InputError(measure.where("mode"),
                                 fmt::format("{} cannot be prepared in planning mode", measure.kind_text),
                                 "write mode = \"operational\"");
        }
        if (measure.elasticity && *measure.elasticity != 0)
            changes.response = demand::Response{*measure.elasticity, measure.where("elasticity")};
    }

private:
    std::vector<std::string> classes(Measure const& measure) const {
        auto list = measure.vehicle_classes();
        return list == std::vector<std::string>{"all"} ? std::vector<std::string>() : list;
    }

    /// A filter for each window of the measure; one for all day when it has none.
    std::vector<TripFilter> filters(Measure const& measure) const {
        TripFilter all;
        all.classes = classes(measure);
        for (auto const& purpose : measure.purposes) all.names.push_back(fmt::format("*.{}.*", purpose));
        std::vector<TripFilter> list;
        for (auto const& window : measure.clock_windows()) {
            list.push_back(all);
            list.back().begin_s = window.from_s - start_clock_s_;
            list.back().end_s = window.to_s - start_clock_s_;
        }
        return list.empty() ? std::vector<TripFilter>{all} : list;
    }

    void require_street(Measure const& measure, std::string const& street) const {
        std::set<std::string> names;
        for (auto const& road : city_.roads) names.insert(road.street_name);
        if (names.contains(street)) return;
        throw InputError(
            measure.where("streets"), fmt::format("no road bears the name \"{}\"", street),
            fmt::format("the closest name is \"{}\"", scenario::closest_word(street, {names.begin(), names.end()})));
    }

    void add_one_way(Measure const& measure, PlanChanges& changes) const {
        for (std::size_t i = 0; i < measure.streets.size(); ++i) {
            require_street(measure, measure.streets[i]);
            double const kept = measure.bearings_deg.at(i);
            for (auto const& road : city_.roads) {
                if (road.internal || road.street_name != measure.streets[i]) continue;
                bool const against = std::abs(std::remainder(bearing_of(road.axis) - kept, 360.0)) > 90;
                if (against && !facts_.opposite(road.name).empty()) changes.network.removed.push_back(road.name);
            }
        }
    }

    void add_growth(Measure const& measure, PlanChanges& changes) const {
        if (measure.factor.value() == 1) return;
        for (auto const& filter : filters(measure)) changes.growth.push_back({filter, measure.factor.value()});
    }

    void add_bus_line(Measure const& measure, PlanChanges& changes) const {
        demand::BusLine line;
        line.id = fmt::format("new_line.{}", changes.bus_lines.size());
        line.stops = measure.stops;
        line.type = measure.vehicle_type;
        line.headway_s = measure.headway_s;
        line.dwell_s = measure.dwell_s;
        line.mode_shift = measure.mode_shift;
        line.catchment_m = measure.catchment_m;
        line.classes = classes(measure);
        changes.bus_lines.push_back(line);
        if (!measure.both_ways) return;
        line.id += ".back";
        line.mode_shift = 0;  // has shifted already
        line.stops.clear();
        for (auto stop = measure.stops.rbegin(); stop != measure.stops.rend(); ++stop) {
            auto const other = facts_.opposite(stop->substr(0, stop->rfind('@')));
            if (!other.empty()) line.stops.push_back(other);
        }
        validate(line.stops.size() >= 2, measure.where("both_ways"),
                 "fewer than two stops lie on roads with another direction", "write both_ways = false");
        changes.bus_lines.push_back(line);
    }

    std::set<std::string> inside(Measure const& measure) const {
        std::set<std::string> edges;
        city::Polygon const zone{measure.polygon(), {}};
        for (auto const& [edge, road] : facts_.roads)
            if (!road.from.empty() && city::contains(zone, road.middle)) edges.insert(edge);
        validate(!edges.empty(), measure.where("polygon_m"), "no road has its middle in the polygon",
                 "coordinates are the network's");
        return edges;
    }

    /// Roads of the zone that are reached from outside, with the seconds that entering costs.
    std::map<std::string, double> entries(std::set<std::string> const& zone, double seconds) const {
        std::map<std::string, double> cost;
        for (auto const& [from, to] : facts_.connections)
            if (zone.contains(to) && !zone.contains(from) && facts_.has(from) && !facts_.roads.at(from).from.empty())
                cost[to] = seconds;
        return cost;
    }

    void add_charge(Measure const& measure, PlanChanges& changes) const {
        auto const zone = inside(measure);
        double const seconds = 3600 * measure.charge_vnd.value() / measure.value_of_time_vnd_h.value();
        if (seconds == 0) return;
        for (auto const& filter : filters(measure)) changes.surcharges.push_back({filter, entries(zone, seconds)});
    }

    void add_bypass(Measure const& measure, PlanChanges& changes) const {
        auto const zone = inside(measure);
        if (measure.compliance == 0) return;
        for (auto filter : filters(measure)) {
            filter.beside = zone;
            filter.share = measure.compliance;
            changes.surcharges.push_back({filter, entries(zone, bypass_penalty_s)});
        }
    }

    void add_closure(Measure const& measure, PlanChanges& changes) const {
        validate(measure.windows.empty(), measure.where("windows"), "planning closes a road for good, not by the hour",
                 "write mode = \"operational\", or take the windows out");
        auto const roads = place(measure);
        changes.network.removed.insert(changes.network.removed.end(), roads.begin(), roads.end());
    }

    /// The parking lane becomes a lane for driving.
    void add_lanes(Measure const& measure, PlanChanges& changes) const {
        validate(measure.windows.empty(), measure.where("windows"), "planning moves kerbs for good, not by the hour",
                 "take the windows out");
        auto const roads = place(measure);
        changes.network.widened.insert(changes.network.widened.end(), roads.begin(), roads.end());
    }

    /// The roads that a measure names, by edge, street and polygon.
    std::vector<std::string> place(Measure const& measure) const {
        std::vector<std::string> roads = measure.edges;
        for (auto const& street : measure.streets) {
            require_street(measure, street);
            for (auto const& road : city_.roads)
                if (!road.internal && road.street_name == street) roads.push_back(road.name);
        }
        if (!measure.polygon_m.empty())
            for (auto const& edge : inside(measure)) roads.push_back(edge);
        return roads;
    }

    city::City const& city_;
    NetworkFacts const& facts_;
    double start_clock_s_;
};

}  // namespace

PlanChanges plan_changes(scenario::MeasureFile const& file, city::City const& city, NetworkFacts const& facts,
                         double start_clock_s) {
    PlanChanges changes;
    Translator const translator(city, facts, start_clock_s);
    for (Measure const& measure : file.measures)
        if (measure.mode() == scenario::MeasureMode::planning) translator.add(measure, changes);
    for (auto* const list : {&changes.network.removed, &changes.network.widened}) {
        std::ranges::sort(*list);
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    return changes;
}

}  // namespace hacthanh::io
