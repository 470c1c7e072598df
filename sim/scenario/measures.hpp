#pragma once
/// What a planner changes: measures, as a measure file says them (docs/formats/measure.md). Values without behaviour.

#include "sim/city/geometry.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::scenario {

/// What is done.
enum class MeasureKind {
    close_edge,
    close_lane,
    low_emission_zone,
    speed_limit,
    signal_program,
    green_wave,
    actuated_control,
    one_way_pair,
    bus_lane,
    bus_line,
    electrify,
    demand_scale,
    truck_ban,
    remove_parking,
    congestion_charge,
    bypass,
    street_trees,
};
inline constexpr std::array<std::string_view, 17> measure_kind_names = {
    "close_edge",       "close_lane",     "low_emission_zone", "speed_limit", "signal_program", "green_wave",
    "actuated_control", "one_way_pair",   "bus_lane",          "bus_line",    "electrify",      "demand_scale",
    "truck_ban",        "remove_parking", "congestion_charge", "bypass",      "street_trees"};
constexpr std::string_view name(MeasureKind kind) { return measure_kind_names[static_cast<std::size_t>(kind)]; }

/// How drivers answer. Named in every table of results.
enum class MeasureMode {
    operational,  ///< routes and trips stay as they are; who meets the measure changes its way en route
    planning,     ///< routes are in equilibrium with the measure before the run (`hacthanh calibrate` and its kin)
};
constexpr std::string_view name(MeasureMode mode) { return mode == MeasureMode::planning ? "planning" : "operational"; }

/// A daily window of local time, [from, to) in seconds since midnight; to <= 24 h.
struct ClockWindow {
    double from_s = 0;
    double to_s = 0;
};

/// One phase of a signal program.
struct SignalPhase {
    double duration_s = 0;
    std::string state;  ///< one letter of SUMO's per link: G g y r s u o O
};

/// One measure. Only the members that its kind uses are set; which those are: measure_keys() in measure_table.hpp.
struct Measure {
    MeasureKind kind = MeasureKind::close_edge;
    std::string kind_text;  ///< as written
    std::string mode_text;  ///< "operational", "planning"; empty = the default of the kind, see mode()

    std::vector<std::string> windows;  ///< "hh:mm-hh:mm"; empty = from the end of the spin-up to the end of the run
    std::vector<std::string> classes;  ///< SUMO's vehicle classes it holds for; empty = the default of the kind

    /// @name The place: edges by name, all edges of streets, all edges with their middle in a polygon.
    /// @{
    std::vector<std::string> edges;
    std::vector<std::string> streets;
    std::vector<double> polygon_m;          ///< x1, y1, x2, y2… network coordinates [m], at least three points
    std::vector<double> lanes = {0};        ///< 0 = the rightmost
    std::vector<double> bearings_deg = {};  ///< one_way_pair: driving direction kept on each of `streets`, 0 = north
    std::vector<std::string> signals;       ///< ids of traffic lights
    /// @}

    /// @name Whom it concerns and what they do.
    /// @{
    double compliance = 1;                  ///< share of the concerned who obey, 0..1
    std::vector<std::string> levels;        ///< levels of the fleet table it bans; empty = all
    std::vector<std::string> purposes;      ///< of trips; empty = all
    double gross_mass_above_t = 0;          ///< only vehicles above this gross mass [t]
    std::vector<std::string> gross_mass_t;  ///< "type=16": gross mass where the emission class does not tell
    std::string behaviour = "reroute";      ///< reroute, switch (vehicle), cancel (the trip)
    std::string switch_to = "electric";     ///< level that switchers drive then
    std::string bound =
        "nearest_open";  ///< for trips that start or end there: nearest_open, removed, parked_before, exempt
    /// @}

    std::optional<double> speed_km_h;           ///< speed_limit: the limit; green_wave: speed of the wave
    std::vector<std::string> phases;            ///< "36 rrrrGGGGg": duration [s] and state
    std::vector<double> offsets_s;              ///< of the signals' programs against the first
    double min_green_s = 5;                     ///< actuated_control
    double max_green_s = 60;                    ///< actuated_control
    std::optional<double> share;                ///< electrify: share of the classes that is electric, 0..1
    std::optional<double> factor;               ///< demand_scale: factor on the trips that begin in the window
    std::vector<std::string> stops;             ///< bus_line: "edge" or "edge@position_m", in order
    double headway_s = 600;                     ///< bus_line
    double dwell_s = 20;                        ///< bus_line: time at a stop
    std::string vehicle_type;                   ///< bus_line: vehicle type of the demand
    bool both_ways = true;                      ///< bus_line: also from the last stop to the first
    double mode_shift = 0;                      ///< bus_line: share of the trips along the line that take the bus, 0..1
    double catchment_m = 500;                   ///< bus_line: who starts and ends this near to stops may take it
    std::optional<double> charge_vnd;           ///< congestion_charge: per entry
    std::optional<double> value_of_time_vnd_h;  ///< congestion_charge: what an hour is worth to the driver
    std::optional<double> elasticity;  ///< planning: relative change of trips per relative change of their cost, <= 0

    std::string file;                            ///< where it stands
    std::size_t line = 0;                        ///< of its [[measure]]
    std::map<std::string, std::size_t> lines{};  ///< of every key that was given

    bool given(std::string const& key) const { return lines.contains(key); }
    /// "event.toml:12: measure.edges", for messages.
    std::string where(std::string const& key) const;
    MeasureMode mode() const;
    /// Empty = it was not given.
    std::vector<ClockWindow> clock_windows() const;
    /// With the default of the kind; "all" = every class.
    std::vector<std::string> vehicle_classes() const;
    city::Polyline polygon() const;
    std::vector<SignalPhase> signal_phases() const;
};

/// Whether both hold at some time of day; without windows a measure holds always.
bool overlap_in_time(Measure const& a, Measure const& b);

/// What a measure should do, said before it is computed.
struct Expectation {
    std::string indicator;      ///< a name of the table of `hacthanh whatif`, e.g. "vehicle_km", "emitted_kg.NOx"
    std::string place = "all";  ///< all, place (roads of the measures), ring (within ring_m of them)
    std::string sign;           ///< "+", "-", "0" (no change expected)
    std::string published;      ///< published effect size, in words
    std::string source;         ///< of it
};

/// Measures that are taken together: one variant of a what-if.
struct MeasureFile {
    std::string title;     ///< default: the file's name
    std::string title_vi;  ///< default: title
    std::string note;      ///< what must be said with every result
    std::string note_vi;
    double ring_m = 500;  ///< width of the ring of `Expectation::place`
    std::vector<Measure> measures;
    std::vector<Expectation> expectations;
    std::string file;  ///< absolute path
    std::string text;  ///< byte for byte

    /// planning as soon as one of the measures is.
    MeasureMode mode() const;
};

/// Seconds since midnight of "hh:mm" or "hh:mm:ss" up to 24:00; nothing when it is no time of day.
std::optional<double> time_of_day(std::string_view text);

}  // namespace hacthanh::scenario
