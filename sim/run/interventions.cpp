#include "sim/run/interventions.hpp"

#include "sim/core/error.hpp"
#include "sim/run/detail/measure_line.hpp"
#include "sim/run/detail/measure_place.hpp"
#include "sim/run/detail/measure_signals.hpp"
#include "sim/run/detail/measure_windows.hpp"
#include "sim/scenario/option_table.hpp"
#include "sim/traffic/vehicle_draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <set>

namespace hacthanh::run {
namespace {

using scenario::Measure;
using scenario::MeasureKind;
using traffic::Intervention;
using traffic::InterventionKind;

std::vector<std::string> filter_classes(Measure const& measure) {
    auto classes = measure.vehicle_classes();
    if (std::ranges::count(classes, "all") > 0) classes.clear();
    return classes;
}

/// What planning mode can put into network and routes.
bool can_be_planned(MeasureKind kind) {
    switch (kind) {
        case MeasureKind::close_edge:
        case MeasureKind::one_way_pair:
        case MeasureKind::remove_parking:
        case MeasureKind::demand_scale:
        case MeasureKind::bypass:
        case MeasureKind::congestion_charge:
        case MeasureKind::bus_line: return true;
        default: return false;
    }
}

class Resolver {
public:
    Resolver(scenario::MeasureFile const& file, MeasureSetting const& setting, bool built)
        : file_(file), setting_(setting), built_(built), places_(setting.city, problems_) {}

    ResolvedMeasures resolve() {
        for (Measure const& measure : file_.measures) {
            auto const before = static_cast<std::ptrdiff_t>(out_.place.size());
            resolve(measure);
            refuse_twice(measure, {out_.place.begin() + before, out_.place.end()});
        }
        validate(problems_.empty(), {}, fmt::format("{}", fmt::join(problems_, "\n")));
        out_.interventions.seed = setting_.seed;
        std::ranges::sort(out_.place);
        out_.place.erase(std::unique(out_.place.begin(), out_.place.end()), out_.place.end());
        out_.ring = places_.ring(out_.place, file_.ring_m);
        out_.first_s = setting_.end_s;
        for (Intervention const& change : out_.interventions.list)
            for (auto const& window : change.windows) out_.first_s = std::min(out_.first_s, window.begin_s);
        return std::move(out_);
    }

private:
    void problem(Measure const& measure, std::string const& key, std::string_view text) {
        problems_.push_back(fmt::format("{}: {}", measure.where(key), text));
    }
    void note(Measure const& measure, std::string_view text) {
        out_.notes.push_back(fmt::format("{} ({}:{}): {}", name(measure.kind),
                                         std::filesystem::path(measure.file).filename().string(), measure.line, text));
    }

    /// Two measures of one kind on the same roads at the same time, however each names its place, would be one
    /// against the other.
    void refuse_twice(Measure const& measure, std::vector<EdgeId> const& roads) {
        auto const same_vehicles = [&](Measure const& other) {
            auto const mine = filter_classes(measure);
            auto const theirs = filter_classes(other);
            return mine.empty() || theirs.empty() ||
                   std::ranges::any_of(mine, [&](auto const& c) { return std::ranges::count(theirs, c) > 0; });
        };
        auto const same_lanes = [&](Measure const& other) {
            return std::ranges::any_of(measure.lanes, [&](double l) { return std::ranges::count(other.lanes, l) > 0; });
        };
        for (auto const& [other, theirs] : held_) {
            if (other->kind != measure.kind || !scenario::overlap_in_time(*other, measure)) continue;
            if (!same_vehicles(*other) || !same_lanes(*other) || !other->signals.empty()) continue;
            auto const both = std::ranges::find_first_of(roads, theirs);
            if (both == roads.end()) continue;
            problem(measure, measure.polygon_m.empty() ? "edges" : "polygon_m",
                    fmt::format("overlaps with the {} of line {} on edge \"{}\" at the same time; move or join them",
                                name(other->kind), other->line, places_.at(*both).name));
        }
        if (measure.kind != MeasureKind::bus_line) held_.emplace_back(&measure, roads);
    }

    Intervention make(Measure const& measure, InterventionKind kind) {
        Intervention change;
        change.kind = kind;
        change.label = fmt::format("{}:{} ({})", std::filesystem::path(measure.file).filename().string(), measure.line,
                                   name(measure.kind));
        change.windows = detail::windows_of(measure, setting_, problems_);
        change.who.classes = filter_classes(measure);
        change.who.share = measure.compliance;
        change.who.draw = static_cast<std::uint32_t>(measure.kind);
        if (measure.bound == "removed") change.bound = traffic::BoundRule::removed;
        if (measure.bound == "parked_before") change.bound = traffic::BoundRule::parked_before;
        if (measure.bound == "exempt") change.bound = traffic::BoundRule::exempt;
        return change;
    }
    void add(Intervention change) { out_.interventions.list.push_back(std::move(change)); }

    void take_place(std::vector<EdgeId> const& roads) {
        out_.place.insert(out_.place.end(), roads.begin(), roads.end());
    }

    void resolve(Measure const& m) {
        if (m.mode() == scenario::MeasureMode::planning) return resolve_planned(m);
        switch (m.kind) {
            case MeasureKind::close_edge:
            case MeasureKind::truck_ban: return close(m, places_.roads_of(m));
            case MeasureKind::one_way_pair: take_place(places_.roads_of(m)); return close(m, places_.against(m));
            case MeasureKind::close_lane:
            case MeasureKind::bus_lane: return close_lanes(m);
            case MeasureKind::low_emission_zone: return low_emission_zone(m);
            case MeasureKind::bypass: return bypass(m);
            case MeasureKind::congestion_charge: return congestion_charge(m);
            case MeasureKind::speed_limit: return speed_limit(m);
            case MeasureKind::signal_program:
            case MeasureKind::green_wave:
            case MeasureKind::actuated_control: return signals(m);
            case MeasureKind::electrify: return electrify(m);
            case MeasureKind::demand_scale: return demand_scale(m);
            case MeasureKind::bus_line: return bus_line(m);
            case MeasureKind::remove_parking:
                take_place(places_.roads_of(m));
                return not_answered(m,
                                    "a lane that is not in the network cannot appear while the simulation runs: "
                                    "take mode = \"planning\"");
            case MeasureKind::street_trees:
                take_place(places_.roads_of(m));
                return not_answered(
                    m,
                    "the model has no plants: their drag and deposition are not computed. Published: dense barriers on "
                    "open roads -15 to -60 % behind them (Abhijith et al. 2017, doi:10.1016/j.atmosenv.2017.05.014); "
                    "in narrow canyons trees raise street-level PM2.5 (Jin et al. 2014)");
        }
    }

    void resolve_planned(Measure const& m) {
        if (!can_be_planned(m.kind))
            return problem(
                m, "mode",
                fmt::format("{} cannot be prepared in planning mode; write mode = \"operational\"", name(m.kind)));
        if (built_) return;
        if (m.kind != MeasureKind::bus_line) return take_place(places_.roads_of(m));
        detail::require_vehicle_type(m, setting_, problems_);
        take_place(detail::bus_line_of(m, places_, problems_).roads);
    }

    void not_answered(Measure const& m, std::string_view why) {
        out_.answered = false;
        note(m, fmt::format("not answered: {}", why));
    }

    void close(Measure const& m, std::vector<EdgeId> const& roads) {
        take_place(roads);
        if (m.compliance == 0) return note(m, "nobody obeys: nothing changes");
        // With all obeying the lanes themselves are closed; else some drive through and the lanes must stay open.
        auto change = make(m, m.compliance < 1 ? InterventionKind::bar_vehicles : InterventionKind::close_lanes);
        change.edges = places_.names(roads);
        add(std::move(change));
    }

    void close_lanes(Measure const& m) {
        auto const roads = places_.roads_of(m);
        take_place(roads);
        auto change = make(m, InterventionKind::close_lanes);
        for (EdgeId id : roads)
            for (double const lane : m.lanes) {
                auto const& road = places_.at(id);
                if (lane < road.n_lanes)
                    change.lanes.push_back(fmt::format("{}_{}", road.name, lane));
                else if (!m.edges.empty())
                    problem(m, "lanes", fmt::format("edge \"{}\" has lanes 0 to {}", road.name, road.n_lanes - 1));
            }
        if (change.lanes.empty() && !roads.empty()) problem(m, "lanes", "no edge of the place has such a lane");
        change.edges = places_.names(roads);
        if (m.kind == MeasureKind::bus_lane) {
            change.keep_turns = true;
            std::set<std::string> others;
            for (KnownType const& type : setting_.types)
                if (std::ranges::count(change.who.classes, type.vehicle_class) == 0) others.insert(type.vehicle_class);
            change.who.classes.assign(others.begin(), others.end());
            if (others.empty()) return note(m, "no vehicle of the demand is kept off the lane: nothing changes");
        }
        add(std::move(change));
    }

    void speed_limit(Measure const& m) {
        auto const roads = places_.roads_of(m);
        take_place(roads);
        auto change = make(m, InterventionKind::speed_limit);
        change.value = *m.speed_km_h / 3.6;
        change.edges = places_.names(roads);
        add(std::move(change));
    }

    /// Divides the classes of a change into the levels of the fleet table; problems when these are not in it.
    void divide(Measure const& m, std::string const& key, Intervention const& change,
                std::vector<std::string> const& wanted) {
        if (setting_.fleet == nullptr)
            return problem(m, key, "levels are known with a fleet table only; name one in emission.fleet");
        std::vector<std::string> known;
        for (KnownType const& type : setting_.types) {
            if (!change.who.classes.empty() && std::ranges::count(change.who.classes, type.vehicle_class) == 0)
                continue;
            auto const* const fleet_class = setting_.fleet->find(type.name, type.vehicle_class);
            if (fleet_class == nullptr) continue;
            traffic::LevelShares shares{fleet_class->name, {}, {}};
            for (auto const& level : fleet_class->levels) {
                shares.levels.push_back(level.name);
                shares.shares.push_back(level.share);
                if (std::ranges::count(known, level.name) == 0) known.push_back(level.name);
            }
            auto& all = out_.interventions.levels;
            if (std::ranges::count(all, shares.name, &traffic::LevelShares::name) == 0)
                all.push_back(std::move(shares));
        }
        for (std::string const& level : wanted)
            if (std::ranges::count(known, level) == 0)
                problem(m, key,
                        known.empty()
                            ? "the fleet table has none of its classes"
                            : fmt::format("the fleet table has no level \"{}\" of these classes; did you mean "
                                          "\"{}\"?",
                                          level, scenario::closest_word(level, known)));
    }

    void low_emission_zone(Measure const& m) {
        auto const roads = places_.roads_of(m);
        take_place(roads);
        auto change = make(m, InterventionKind::bar_vehicles);
        change.edges = places_.names(roads);
        change.who.purposes = m.purposes;
        change.who.levels = m.levels;
        if (m.behaviour == "switch") change.behaviour = traffic::Behaviour::change_vehicle;
        if (m.behaviour == "cancel") change.behaviour = traffic::Behaviour::cancel;
        if (!m.levels.empty()) divide(m, "levels", change, m.levels);
        if (m.behaviour == "switch") {
            divide(m, "switch_to", change, {m.switch_to});
            change.level = m.switch_to;
        }
        if (m.gross_mass_above_t > 0 && !heavier(m, change)) return note(m, "no type is that heavy: nothing changes");
        if (m.compliance == 0) return note(m, "nobody obeys: nothing changes");
        add(std::move(change));
    }

    /// Narrows a change to the types above the gross mass; false when there is none.
    bool heavier(Measure const& m, Intervention& change) {
        for (KnownType const& type : setting_.types) {
            if (!change.who.classes.empty() && std::ranges::count(change.who.classes, type.vehicle_class) == 0)
                continue;
            double mass = gross_mass_t(type);
            for (std::string const& given : m.gross_mass_t)
                if (given.starts_with(type.name + "=")) {
                    char const* const number = given.data() + type.name.size() + 1;
                    auto const [end, error] = std::from_chars(number, given.data() + given.size(), mass);
                    if (error != std::errc() || mass <= 0)
                        problem(m, "gross_mass_t", fmt::format("\"{}\" (must be \"type=tonnes\")", given));
                }
            if (mass < 0)
                problem(m, "gross_mass_t",
                        fmt::format("the gross mass of vehicle type \"{}\" is not known; add \"{}=…\"", type.name,
                                    type.name));
            else if (mass > m.gross_mass_above_t)
                change.who.types.push_back(type.name);
        }
        return !change.who.types.empty();
    }

    void bypass(Measure const& m) {
        auto const roads = places_.roads_of(m);
        take_place(roads);
        if (m.compliance == 0) return note(m, "nobody obeys: nothing changes");
        auto change = make(m, InterventionKind::bar_vehicles);
        change.edges = places_.names(roads);
        change.who.only_through = true;
        add(std::move(change));
    }

    void congestion_charge(Measure const& m) {
        take_place(places_.roads_of(m));
        auto change = make(m, InterventionKind::bar_vehicles);
        change.who.purposes = m.purposes;
        change.edges = places_.names(places_.entries(m));
        change.value = *m.charge_vnd / *m.value_of_time_vnd_h * 3600;
        if (change.edges.empty()) return note(m, "no road leads into the zone: nothing changes");
        if (change.value == 0 || m.compliance == 0) return note(m, "nothing is paid: nothing changes");
        note(m, fmt::format("operational: an entry weighs {:.0f} s in the choice of the way; no trip is given up",
                            change.value));
        add(std::move(change));
    }

    void signals(Measure const& m) {
        detail::SignalPlans const plans(setting_.city, setting_.signals, setting_.start_clock_s, problems_);
        for (auto& plan : plans.of(m)) {
            auto change = make(m, m.kind == MeasureKind::actuated_control ? InterventionKind::actuated_signal
                                                                          : InterventionKind::signal_program);
            change.signal = plan.signal;
            change.phases = std::move(plan.phases);
            change.offset_s = plan.offset_s;
            change.min_green_s = m.min_green_s;
            change.max_green_s = m.max_green_s;
            add(std::move(change));
            for (std::string const& road : plan.approaches)
                if (EdgeId const id = places_.road(m, "signals", road)) out_.place.push_back(id);
        }
        for (std::string const& street : m.streets) {
            Measure corridor = m;
            corridor.streets = {street};
            take_place(places_.roads_of(corridor));
        }
    }

    void electrify(Measure const& m) {
        auto change = make(m, InterventionKind::electrify);
        change.value = *m.share;
        change.level = m.switch_to;
        divide(m, "switch_to", change, {m.switch_to});
        bool const as_it_is = std::ranges::all_of(out_.interventions.levels, [&](traffic::LevelShares const& shares) {
            double now = 0;
            for (std::size_t l = 0; l < shares.levels.size(); ++l)
                if (shares.levels[l] == m.switch_to) now += shares.shares[l];
            return now == *m.share;
        });
        if (as_it_is) return note(m, "the fleet table has this share already: nothing changes");
        add(std::move(change));
    }

    void demand_scale(Measure const& m) {
        auto change = make(m, InterventionKind::demand_scale);
        change.value = *m.factor;
        if (*m.factor == 1) return note(m, "factor 1: nothing changes");
        add(std::move(change));
    }

    void bus_line(Measure const& m) {
        auto change = make(m, InterventionKind::bus_line);
        detail::require_vehicle_type(m, setting_, problems_);
        auto const line = detail::bus_line_of(m, places_, problems_);
        take_place(line.roads);
        change.vehicle_type = m.vehicle_type;
        change.headway_s = m.headway_s;
        change.dwell_s = m.dwell_s;
        change.stops = line.stops;
        if (change.stops.size() != m.stops.size()) return;
        if (m.both_ways) {
            auto back = change;
            back.label += " back";
            std::ranges::reverse(back.stops);
            for (auto& stop : back.stops) stop = detail::opposite(stop, setting_.city);
            add(std::move(back));
        }
        change.who = {};
        add(change);
        if (m.mode_shift == 0) return note(m, "mode_shift = 0: the buses drive, nobody leaves his vehicle for them");
        auto shift = make(m, InterventionKind::cancel_trips);
        shift.who.share = m.mode_shift;
        if (m.classes.empty()) shift.who.classes = {"motorcycle", "moped", "passenger"};
        shift.edges = places_.names(places_.within(line.points, m.catchment_m));
        add(std::move(shift));
    }

    scenario::MeasureFile const& file_;
    MeasureSetting const& setting_;
    bool built_;
    std::vector<std::string> problems_;
    std::vector<std::pair<Measure const*, std::vector<EdgeId>>> held_;  ///< measures so far and their roads
    detail::MeasurePlaces places_;
    ResolvedMeasures out_;
};

}  // namespace

ResolvedMeasures resolve(scenario::MeasureFile const& file, MeasureSetting const& setting, bool built) {
    return Resolver(file, setting, built).resolve();
}

}  // namespace hacthanh::run
