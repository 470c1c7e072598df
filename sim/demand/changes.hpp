#pragma once

#include "sim/demand/trip.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::demand {

/// A junction that is built.
struct NewJunction {
    std::string id;
    double x_m = 0;  ///< network coordinates
    double y_m = 0;
    std::string type = "priority";  ///< of SUMO: priority, traffic_light, right_before_left…
};

/// A directed road that is built.
struct NewRoad {
    std::string id;
    std::string from;  ///< junction, there or new
    std::string to;
    std::string name;  ///< what people call it
    int lanes = 1;
    double speed_m_s = 0;
    int priority = 10;                             ///< of SUMO: higher goes first
    std::vector<std::pair<double, double>> shape;  ///< network coordinates with both ends; empty = straight
};

/// What is built and taken away.
struct NetworkPatch {
    std::vector<std::string> removed;  ///< SUMO edge ids: closed for good
    std::vector<std::string> widened;  ///< SUMO edge ids: one lane more, on the right
    std::vector<NewJunction> junctions;
    std::vector<NewRoad> roads;

    bool empty() const { return removed.empty() && widened.empty() && junctions.empty() && roads.empty(); }
};

/// What passing an edge costs some trips beside time, as seconds of generalised cost; negative draws them.
struct Surcharge {
    TripFilter filter;
    std::map<std::string, double> seconds;  ///< by edge id; time and surcharge together stay >= 0
};

/// More or fewer trips: one factor.
struct Growth {
    TripFilter filter;
    double factor = 1;  ///< >= 0
};

/// Staggered hours, see staggered().
struct Stagger {
    TripFilter filter;
    double share = 0;    ///< 0 to 1
    double shift_s = 0;  ///< up to this much later; negative: earlier
};

/// A new bus line. It runs from the first stop's edge to the last one's on the fastest way through all of them.
struct BusLine {
    std::string id;
    std::vector<std::string> stops;    ///< edges, in order, at least two
    std::string type;                  ///< SUMO vType id
    double headway_s = 600;            ///< > 0
    double dwell_s = 20;               ///< >= 0, at each stop
    double mode_shift = 0;             ///< share of the trips between its stops that take it: an input, 0 to 1
    double catchment_m = 500;          ///< trips that begin and end so near to a stop are between its stops
    std::vector<std::string> classes;  ///< vehicle classes that shift; empty = all
};

/// Elastic demand: trips answer to what they cost.
struct Response {
    double elasticity = 0;  ///< of trips with respect to generalised cost, <= 0
    std::string source;     ///< where the number comes from
};

/// All that one variant changes for planning.
struct PlanChanges {
    NetworkPatch network;
    std::vector<Surcharge> surcharges;
    std::vector<Growth> growth;
    std::vector<Stagger> staggers;
    std::vector<BusLine> bus_lines;
    std::optional<Response> response;

    bool empty() const {
        return network.empty() && surcharges.empty() && growth.empty() && staggers.empty() && bus_lines.empty();
    }
};

}  // namespace hacthanh::demand
