#pragma once
/// What the traffic worker does to a running simulation: measures, resolved to edges, lanes, signals and seconds.
/// Values without behaviour; they travel to the worker (protocol.hpp).

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::traffic {

/// [begin, end) on the traffic clock [s].
struct TimeWindow {
    double begin_s = 0;
    double end_s = 0;
};

/// The vehicles that an intervention concerns: all conditions hold. Empty lists mean all.
struct VehicleFilter {
    std::vector<std::string> classes;   ///< SUMO's vehicle classes
    std::vector<std::string> types;     ///< SUMO's vehicle types
    std::vector<std::string> purposes;  ///< of the trip, see vehicle_draw.hpp
    std::vector<std::string> levels;    ///< of the fleet table, as drawn for the vehicle
    bool only_through = false;          ///< trips that neither start nor end in the place
    double share = 1;                   ///< of them, drawn by the vehicle's id
    std::uint32_t draw = 0;             ///< number of that draw
};

enum class InterventionKind : std::uint8_t {
    close_lanes,      ///< takes classes off lanes; vehicles under way change their way
    bar_vehicles,     ///< keeps chosen vehicles out of edges, or lets them pay `value` seconds for entering
    speed_limit,      ///< `value` m/s on edges
    signal_program,   ///< phases of a signal, or its own phases at another offset
    actuated_signal,  ///< a signal whose greens last as long as vehicles come
    demand_scale,     ///< `value` times the trips
    electrify,        ///< share `value` of the vehicles is of the level `level`
    bus_line,         ///< new vehicles on a line
    cancel_trips,     ///< trips that start and end on `edges` are not made
};

/// What those do who are barred.
enum class Behaviour : std::uint8_t { reroute, change_vehicle, cancel };

/// What becomes of trips that end in a barred place.
enum class BoundRule : std::uint8_t { nearest_open, removed, parked_before, exempt };

struct TimedState {
    double duration_s = 0;
    std::string state;  ///< one letter per link
};

struct LineStop {
    std::string edge;
    double position_m = 0;  ///< of the bus's front, from the start of the edge
};

/// One change of the running simulation.
struct Intervention {
    InterventionKind kind = InterventionKind::close_lanes;
    std::string label;                ///< where it comes from, for messages: "event.toml:12 (close_edge)"
    std::vector<TimeWindow> windows;  ///< ascending, disjoint
    VehicleFilter who;
    std::vector<std::string> edges;
    std::vector<std::string> lanes;  ///< close_lanes: on these alone; empty = all lanes of `edges`
    bool keep_turns = false;         ///< close_lanes: a lane that alone serves a turn stays open
    Behaviour behaviour = Behaviour::reroute;
    BoundRule bound = BoundRule::nearest_open;
    double value = 0;
    std::string level;  ///< of those who change their vehicle; of `electrify`

    std::string signal;
    std::vector<TimedState> phases;  ///< empty = the signal's own
    double offset_s = 0;             ///< traffic clock at which the first phase begins, modulo the cycle
    double min_green_s = 0;
    double max_green_s = 0;

    std::vector<LineStop> stops;
    double headway_s = 0;
    double dwell_s = 0;
    std::string vehicle_type;
};

/// How the vehicles of a class are divided into levels, from the fleet table.
struct LevelShares {
    std::string name;  ///< a vehicle type, or a vehicle class
    std::vector<std::string> levels;
    std::vector<double> shares;  ///< add up to 1
};

/// All that a run changes.
struct Interventions {
    std::vector<Intervention> list;
    std::vector<LevelShares> levels;  ///< of the classes that some filter or `electrify` divides
    std::uint64_t seed = 0;           ///< of the draws

    bool empty() const { return list.empty(); }
};

}  // namespace hacthanh::traffic
