#include "sim/scenario/measure_table.hpp"

#include "sim/scenario/detail/option_access.hpp"
#include "sim/scenario/detail/option_rules.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::scenario {
namespace {

using namespace detail;
using Kinds = std::vector<MeasureKind>;
using enum MeasureKind;

Kinds all_kinds() {
    Kinds kinds;
    for (std::size_t k = 0; k < measure_kind_names.size(); ++k) kinds.push_back(static_cast<MeasureKind>(k));
    return kinds;
}

/// Kinds that keep vehicles out of a place.
Kinds const barring = {close_edge, low_emission_zone, one_way_pair, truck_ban, congestion_charge, bypass};
/// Kinds that name a place by edges, streets or a polygon.
Kinds const placed = {close_edge, close_lane,     low_emission_zone, speed_limit, bus_lane,
                      truck_ban,  remove_parking, congestion_charge, bypass,      street_trees};

OptionRule windows() {
    return {"must be \"hh:mm-hh:mm\" of one day, the end after the start", [](OptionValue const& value) {
                return std::ranges::all_of(std::get<std::vector<std::string>>(value), [](std::string const& text) {
                    auto const dash = text.find('-');
                    if (dash == std::string::npos) return false;
                    auto const from = time_of_day(std::string_view(text).substr(0, dash));
                    auto const to = time_of_day(std::string_view(text).substr(dash + 1));
                    return from && to && *from < *to;
                });
            }};
}

OptionRule numbers(std::string text, std::function<bool(std::vector<double> const&)> holds) {
    return {std::move(text), [holds = std::move(holds)](OptionValue const& value) {
                return holds(std::get<std::vector<double>>(value));
            }};
}

OptionRule points() {
    return numbers("must be x1, y1, x2, y2… of at least three points",
                   [](auto const& list) { return list.size() >= 6 && list.size() % 2 == 0; });
}

OptionRule lane_numbers() {
    return numbers("must be whole numbers >= 0, 0 is the rightmost lane", [](auto const& list) {
        return !list.empty() && std::ranges::all_of(list, [](double x) { return x >= 0 && x == std::floor(x); });
    });
}

OptionRule phase_texts() {
    return {"must be \"DURATION STATE\", a duration > 0 in seconds and letters of G g y r s u o O",
            [](OptionValue const& value) {
                Measure measure;
                measure.phases = std::get<std::vector<std::string>>(value);
                auto const phases = measure.signal_phases();
                return !phases.empty() && std::ranges::all_of(phases, [](SignalPhase const& phase) {
                    return phase.duration_s > 0 && !phase.state.empty() &&
                           phase.state.find_first_not_of("GgyrsuoO") == std::string::npos;
                });
            }};
}

#define HACTHANH_KEY(member, ...) \
    make_option<Measure>(         \
        {#member, __VA_ARGS__}, [](auto& m) -> auto& { return m.member; })

std::vector<MeasureKey> place_keys() {
    std::vector<MeasureKey> keys;
    auto kind = make_option<Measure>(
        {"kind", "", anything(), "", "what is done"}, [](auto& m) -> auto& { return m.kind_text; });
    keys.push_back({std::move(kind), all_kinds(), all_kinds()});
    auto mode = make_option<Measure>(
        {"mode", "", one_of({"operational", "planning"}), "", "how drivers answer; default: as the kind has it"},
        [](auto& m) -> auto& { return m.mode_text; });
    keys.push_back({std::move(mode), all_kinds(), {}});
    keys.push_back({HACTHANH_KEY(windows, "", windows(), "for example [\"06:00-08:00\", \"16:00-19:00\"]",
                                 "local times of day; default: from the end of the spin-up on"),
                    all_kinds(),
                    {}});
    keys.push_back({HACTHANH_KEY(classes, "", anything(), "", "vehicle classes of SUMO that it holds for"),
                    {close_edge, close_lane, low_emission_zone, bus_lane, bus_line, electrify, demand_scale, truck_ban,
                     congestion_charge, bypass, one_way_pair},
                    {}});
    keys.push_back({HACTHANH_KEY(edges, "", anything(), "", "edges of the network by id"), placed, {}});
    Kinds with_streets = placed;
    for (MeasureKind more : {one_way_pair, green_wave}) with_streets.push_back(more);
    keys.push_back({HACTHANH_KEY(streets, "", anything(), "", "all edges that bear these street names"),
                    with_streets,
                    {one_way_pair, green_wave}});
    keys.push_back({HACTHANH_KEY(polygon_m, "m", points(), "coordinates are the network's",
                                 "all edges with their middle in it: [x1, y1, x2, y2, …]"),
                    placed,
                    {congestion_charge, bypass}});
    keys.push_back({HACTHANH_KEY(lanes, "", lane_numbers(), "", "lanes of the edges, 0 is the rightmost"),
                    {close_lane, bus_lane},
                    {}});
    keys.push_back({HACTHANH_KEY(bearings_deg, "deg",
                                 numbers("must be 0 to 360",
                                         [](auto const& list) {
                                             return std::ranges::all_of(list,
                                                                        [](double x) { return x >= 0 && x <= 360; });
                                         }),
                                 "0 is north, 90 east", "direction of driving that is kept on each of the streets"),
                    {one_way_pair},
                    {one_way_pair}});
    keys.push_back({HACTHANH_KEY(signals, "", anything(), "", "traffic lights by id; of a green wave in its order"),
                    {signal_program, green_wave, actuated_control},
                    {signal_program, green_wave, actuated_control}});
    return keys;
}

std::vector<MeasureKey> driver_keys() {
    return {
        {HACTHANH_KEY(compliance, "", between(0, 1), "80 % is 0.8", "share of the concerned who obey"), barring, {}},
        {HACTHANH_KEY(levels, "", anything(), "", "levels of the fleet table that are banned; default: all"),
         {low_emission_zone},
         {}},
        {HACTHANH_KEY(purposes, "", anything(), "", "purposes of trips that it holds for; default: all"),
         {low_emission_zone, congestion_charge},
         {}},
        {HACTHANH_KEY(gross_mass_above_t, "t", at_least(0), "3.5 is usual", "it holds for heavier vehicles only"),
         {low_emission_zone},
         {}},
        {HACTHANH_KEY(gross_mass_t, "", anything(), "for example [\"truck=16\"]",
                      "gross mass [t] of vehicle types whose emission class does not tell"),
         {low_emission_zone},
         {}},
        {HACTHANH_KEY(behaviour, "", one_of({"reroute", "switch", "cancel"}), "",
                      "what those do who obey: another way, another vehicle, no trip"),
         {low_emission_zone},
         {}},
        {HACTHANH_KEY(switch_to, "", anything(), "", "level of the fleet table that switchers drive"),
         {low_emission_zone, electrify},
         {}},
        {HACTHANH_KEY(bound, "", one_of({"nearest_open", "removed", "parked_before", "exempt"}), "",
                      "of trips that end there: to the nearest open edge, not made, parked before it, or let in"),
         barring,
         {}},
    };
}

std::vector<MeasureKey> effect_keys() {
    auto const share = [] { return between(0, 1); };
    return {
        {HACTHANH_KEY(speed_km_h, "km/h", above_up_to(0, 130), "30 at schools", "speed limit; speed of a green wave"),
         {speed_limit, green_wave},
         {speed_limit, green_wave}},
        {HACTHANH_KEY(phases, "", phase_texts(), "for example [\"36 GGrr\", \"4 yyrr\", …]",
                      "the signal program, phase after phase"),
         {signal_program},
         {signal_program}},
        {HACTHANH_KEY(offsets_s, "s", anything(), "", "of each signal's program; default: a wave of speed_km_h"),
         {signal_program, green_wave},
         {}},
        {HACTHANH_KEY(min_green_s, "s", above(0), "5 is usual", "least green"), {actuated_control}, {}},
        {HACTHANH_KEY(max_green_s, "s", above(0), "40 to 60 is usual", "most green"), {actuated_control}, {}},
        {HACTHANH_KEY(share, "", share(), "30 % is 0.3", "share of the vehicles that is electric"),
         {electrify},
         {electrify}},
        {HACTHANH_KEY(factor, "", above(0), "1.2 is 20 % more", "factor on the trips that begin in the window"),
         {demand_scale},
         {demand_scale}},
        {HACTHANH_KEY(stops, "", anything(), "", "stops in order, \"edge\" or \"edge@position_m\""),
         {bus_line},
         {bus_line}},
        {HACTHANH_KEY(headway_s, "s", above(0), "600 is ten minutes", "time between two buses"), {bus_line}, {}},
        {HACTHANH_KEY(dwell_s, "s", at_least(0), "20 is usual", "time at a stop"), {bus_line}, {}},
        {HACTHANH_KEY(vehicle_type, "", anything(), "", "vehicle type of the demand that drives it"),
         {bus_line},
         {bus_line}},
        {HACTHANH_KEY(both_ways, "", anything(), "", "also from the last stop to the first"), {bus_line}, {}},
        {HACTHANH_KEY(mode_shift, "", share(), "an input: ask for it; 10 % is 0.1",
                      "share of the trips of the classes along the line that are made by bus"),
         {bus_line},
         {}},
        {HACTHANH_KEY(catchment_m, "m", above(0), "500 is usual", "trips count that start and end this near to stops"),
         {bus_line},
         {}},
        {HACTHANH_KEY(charge_vnd, "VND", at_least(0), "", "for each entry"), {congestion_charge}, {congestion_charge}},
        {HACTHANH_KEY(value_of_time_vnd_h, "VND/h", above(0), "car 61300, motorcycle 30000 in 2015",
                      "what an hour is worth to the driver"),
         {congestion_charge},
         {congestion_charge}},
        {HACTHANH_KEY(elasticity, "", between(-5, 0), "a choice; 0 or absent = trips stay",
                      "planning: relative change of trips per relative change of their cost"),
         {congestion_charge, demand_scale},
         {}},
    };
}
#undef HACTHANH_KEY

std::vector<MeasureKey> all_keys() {
    std::vector<MeasureKey> keys = place_keys();
    for (auto const& more : {driver_keys(), effect_keys()}) keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

}  // namespace

std::vector<MeasureKey> const& measure_keys() {
    static std::vector<MeasureKey> const keys = all_keys();
    return keys;
}

MeasureKey const* find_measure_key(std::string_view key) {
    for (MeasureKey const& known : measure_keys())
        if (known.option.key == key) return &known;
    return nullptr;
}

std::vector<std::string> keys_of(MeasureKind kind) {
    std::vector<std::string> names;
    for (MeasureKey const& key : measure_keys())
        if (std::ranges::count(key.kinds, kind) > 0) names.push_back(key.option.key);
    return names;
}

}  // namespace hacthanh::scenario
