/// Measures on a running simulation: what they do, that they end, and that no vehicle is lost.

#include "sim/core/error.hpp"
#include "tests/e2e/traffic/small_town.hpp"
#include "tests/support/same_states.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace hacthanh::test {
namespace {

using traffic::BoundRule;
using traffic::Intervention;
using traffic::InterventionKind;
using traffic::Interventions;
using traffic::LibsumoTrafficSource;

constexpr char const* middle = "n11n21";       ///< the busy street in the middle, between two signals
constexpr char const* destination = "n21n31";  ///< where many trips end

Intervention change(InterventionKind kind, std::vector<std::string> edges, double begin_s = 200, double end_s = 400) {
    Intervention intervention;
    intervention.kind = kind;
    intervention.label = "test";
    intervention.windows = {{begin_s, end_s}};
    intervention.edges = std::move(edges);
    return intervention;
}

/// What a run showed, step by step.
struct Seen {
    std::map<double, std::size_t> on_edge;  ///< by time
    double fastest_inside = 0;              ///< on the edge, in steps of the window after 30 s
    double fastest_after = 0;
    std::map<std::string, std::size_t> types;  ///< vehicle-steps in the window
    std::set<std::uint32_t> buses;
    state::TrafficTotals totals;
    std::vector<std::uint64_t> departed;  ///< by step

    std::uint64_t event(std::string const& name) const {
        for (auto const& event : totals.events)
            if (event.name == name) return event.count;
        return 0;
    }
    std::size_t on_edge_between(double from_s, double to_s) const {
        std::size_t sum = 0;
        for (auto const& [time, n] : on_edge)
            if (time > from_s && time <= to_s) sum += n;
        return sum;
    }
};

class InterventionTest : public testing::Test {
protected:
    Seen run(Interventions plan, std::string const& edge = middle) {
        auto settings = town_.settings();
        settings.interventions = std::move(plan);
        settings.roads = {edge};
        LibsumoTrafficSource source(settings);
        Seen seen;
        while (auto const step = source.next_step()) {
            EXPECT_TRUE(source.totals().conserved()) << step->end_time_s;
            seen.departed.push_back(source.totals().departed);
            for (std::size_t v = 0; v < step->size(); ++v) {
                double const time = step->end_time_s;
                auto const& type = source.vehicle_types()[step->type[v].value()].name;
                if (type == "bus") seen.buses.insert(step->vehicle[v]);
                if (time > 230 && time <= 400) ++seen.types[type];
                if (!step->edge[v]) continue;
                ++seen.on_edge[time];
                double& fastest = time <= 400 ? seen.fastest_inside : seen.fastest_after;
                if (time > 230) fastest = std::max(fastest, step->speed[v]);
            }
        }
        seen.totals = source.totals();
        return seen;
    }

    SmallTown town_{{.options = {}, .end_s = 600}};
};

TEST_F(InterventionTest, WhatChangesNothingGivesTheBitsOfTheBaseline) {
    auto speed = change(InterventionKind::speed_limit, {middle});
    speed.value = 13.9;
    auto scale = change(InterventionKind::demand_scale, {});
    scale.value = 1;
    auto nobody = change(InterventionKind::bar_vehicles, {middle});
    nobody.who.share = 0;
    auto never = change(InterventionKind::close_lanes, {middle}, 601, 700);
    auto no_such = change(InterventionKind::close_lanes, {middle});
    no_such.who.classes = {"tram"};
    auto settings = town_.settings();
    LibsumoTrafficSource usual(settings);
    settings.interventions.list = {speed, scale, nobody, never, no_such};
    LibsumoTrafficSource same(settings);
    while (auto const a = usual.next_step()) {
        auto const b = same.next_step();
        ASSERT_TRUE(b);
        ASSERT_EQ(difference(*a, *b), "") << a->end_time_s;
    }
    EXPECT_EQ(usual.totals().departed, same.totals().departed);
}

TEST_F(InterventionTest, AClosedEdgeEmptiesAndOpensAgain) {
    auto const usual = run({});
    auto const seen = run({{change(InterventionKind::close_lanes, {middle})}, {}, 7});
    ASSERT_GT(usual.on_edge_between(260, 400), 50U);
    // Parked beside it or halting on it are the only ones left.
    EXPECT_LT(seen.on_edge_between(300, 400), usual.on_edge_between(300, 400) / 3);
    EXPECT_GT(seen.on_edge_between(450, 600), usual.on_edge_between(450, 600) / 3);
    EXPECT_GT(seen.event("rerouted"), 5U);
    EXPECT_EQ(seen.totals.departed,
              seen.totals.arrived + seen.totals.running + seen.totals.off_road + seen.totals.removed);
}

TEST_F(InterventionTest, BoundVehiclesFollowTheStatedRule) {
    struct Case {
        BoundRule rule;
        char const* event;
    };
    for (auto const& [rule, event] : {Case{BoundRule::nearest_open, "destination: nearest open edge"},
                                      Case{BoundRule::removed, "removed: destination closed"},
                                      Case{BoundRule::parked_before, "destination: parked before"}}) {
        auto closure = change(InterventionKind::close_lanes, {destination});
        closure.bound = rule;
        auto const seen = run({{closure}, {}, 7}, destination);
        EXPECT_GT(seen.event(event), 5U) << event;
        EXPECT_LE(seen.on_edge_between(260, 400), 10U) << event;
    }
    auto zone = change(InterventionKind::bar_vehicles, {destination});
    zone.bound = BoundRule::exempt;
    auto const usual = run({}, destination);
    auto const seen = run({{zone}, {}, 7}, destination);
    EXPECT_GT(seen.event("let through: ends there"), 5U);
    EXPECT_GT(seen.on_edge_between(260, 400), usual.on_edge_between(260, 400) / 2);
}

TEST_F(InterventionTest, AClosedLaneKeepsTrafficOnTheOther) {
    auto closure = change(InterventionKind::close_lanes, {middle});
    closure.lanes = {std::string(middle) + "_1"};
    auto const seen = run({{closure}, {}, 7});
    EXPECT_GT(seen.on_edge_between(260, 400), 10U);
    auto bus_lane = closure;
    bus_lane.who.classes = {"passenger", "truck", "delivery", "motorcycle", "moped"};
    bus_lane.lanes = {std::string(middle) + "_0"};
    bus_lane.keep_turns = true;
    EXPECT_EQ(run({{bus_lane}, {}, 7}).event("lane stays open for turning"), 1U);  // right turns need it
}

TEST_F(InterventionTest, ASpeedLimitHoldsInItsWindow) {
    auto limit = change(InterventionKind::speed_limit, {middle});
    limit.value = 6;
    auto const seen = run({{limit}, {}, 7});
    EXPECT_LT(seen.fastest_inside, 6 * 1.4);  // drivers' own factor, normal about 1 with 0.1
    EXPECT_GT(seen.fastest_after, 6 * 1.4);
}

TEST_F(InterventionTest, DemandFollowsItsFactor) {
    auto half = change(InterventionKind::demand_scale, {});
    half.value = 0.5;
    auto const in_window = [](Seen const& seen) {
        return static_cast<double>(seen.departed[399] - seen.departed[199]);
    };
    double const usual = in_window(run({}));
    EXPECT_NEAR(in_window(run({{half}, {}, 7})), 0.5 * usual, 0.1 * usual);
}

TEST_F(InterventionTest, LevelsAreDrawnByTheVehicleAndEndWithTheMeasure) {
    Interventions plan;
    plan.levels = {{"passenger", {"old", "new", "electric"}, {0.5, 0.5, 0}}};
    auto electric = change(InterventionKind::electrify, {});
    electric.who.classes = {"passenger"};
    electric.value = 0.3;
    electric.level = "electric";
    plan.list = {electric};
    auto const usual = run({});
    auto const seen = run(plan);
    double level_steps = 0;
    for (auto const& [type, n] : seen.types)
        if (type == "car@electric") level_steps = static_cast<double>(n);
    double car_steps = 0;
    for (auto const& [type, n] : seen.types)
        if (type.starts_with("car@")) car_steps += static_cast<double>(n);
    EXPECT_EQ(car_steps, static_cast<double>(usual.types.at("car")));  // the traffic itself is the same
    EXPECT_NEAR(level_steps / car_steps, 0.3, 0.2);
    EXPECT_EQ(seen.types.count("car"), 0U);
    EXPECT_GT(seen.types.at("moto"), 0U);
}

TEST_F(InterventionTest, AZoneBarsTheLevelsThatItNames) {
    Interventions plan;
    plan.levels = {{"passenger", {"old", "new"}, {0.5, 0.5}}};
    auto zone = change(InterventionKind::bar_vehicles, {middle});
    zone.who.classes = {"passenger"};
    zone.who.levels = {"old"};
    plan.list = {zone};
    auto const rerouted = run(plan);
    EXPECT_GT(rerouted.event("rerouted"), 3U);
    plan.list[0].behaviour = traffic::Behaviour::cancel;
    EXPECT_GT(run(plan).event("removed: trip cancelled"), 0U);
    plan.list[0].behaviour = traffic::Behaviour::change_vehicle;
    plan.list[0].level = "new";
    auto const changed = run(plan);
    EXPECT_GT(changed.event("changed vehicle"), 3U);
    EXPECT_EQ(changed.totals.removed, 0U);
}

TEST_F(InterventionTest, AZoneMayEndAsAVehicleDeparts) {
    auto zone = change(InterventionKind::bar_vehicles, {middle, destination});
    zone.windows.clear();
    for (double begin_s = 200; begin_s < 400; begin_s += 2) zone.windows.push_back({begin_s, begin_s + 1});
    zone.windows.push_back({500, 600});  // to the last step of the run
    EXPECT_GT(run({{zone}, {}, 7}).event("rerouted"), 5U);
}

TEST_F(InterventionTest, ANewLineSendsItsVehicles) {
    auto line = change(InterventionKind::bus_line, {}, 200, 401);
    line.stops = {{"n11n21", 60}, {"n21n31", 60}};
    line.headway_s = 50;
    line.dwell_s = 10;
    line.vehicle_type = "bus";
    EXPECT_EQ(run({{line}, {}, 7}).buses.size(), run({}).buses.size() + 5);
    auto shift = change(InterventionKind::cancel_trips, {"n01n11", "n11n21", "n21n31"});
    shift.who.share = 0.5;
    EXPECT_EQ(run({{shift}, {}, 7}).totals.removed, run({{shift}, {}, 7}).event("removed: took the bus"));
}

TEST_F(InterventionTest, SignalsTakeOtherProgramsAndGiveThemBack) {
    auto signal = change(InterventionKind::signal_program, {});
    signal.signal = "n11";
    signal.offset_s = 13;
    auto actuated = change(InterventionKind::actuated_signal, {});
    actuated.signal = "n21";
    actuated.min_green_s = 5;
    actuated.max_green_s = 40;
    auto const seen = run({{signal, actuated}, {}, 7});
    EXPECT_GT(seen.on_edge_between(230, 400), 10U);
    signal.phases = {{30, "GGrr"}, {4, "yyrr"}};  // the light has more links
    try {
        run({{signal}, {}, 7});
        FAIL() << "SUMO would take it";
    } catch (RunError const& error) {
        EXPECT_NE(std::string(error.what()).find("\"GGrr\" has 4 letters"), std::string::npos) << error.what();
    }
}

TEST_F(InterventionTest, ABranchEqualsTheSameRunFromTheStart) {
    Interventions const plan{{change(InterventionKind::close_lanes, {middle}, 250, 450)}, {}, 7};
    auto settings = town_.settings();
    settings.hold_s = 150;
    LibsumoTrafficSource trunk(settings);
    std::size_t trunk_steps = 0;
    while (trunk.next_step()) ++trunk_steps;
    EXPECT_EQ(trunk_steps, 150U);
    for (Interventions const& variant :
         {Interventions{}, plan, plan}) {  // the second time: nothing is left of the first
        settings = town_.settings();
        settings.interventions = variant;
        LibsumoTrafficSource alone(settings);
        for (std::size_t n = 0; n < trunk_steps; ++n) ASSERT_TRUE(alone.next_step());
        auto const branch = trunk.branch(variant);
        EXPECT_EQ(branch->begin_s(), 150);
        std::size_t steps = 0;
        while (auto const theirs = branch->next_step()) {
            auto const ours = alone.next_step();
            ASSERT_TRUE(ours);
            ASSERT_EQ(difference(*ours, *theirs), "") << ours->end_time_s;
            ++steps;
        }
        EXPECT_EQ(steps, 450U);  // its own time only
        EXPECT_FALSE(alone.next_step());
        EXPECT_EQ(branch->totals().departed, alone.totals().departed);
        EXPECT_EQ(branch->totals().removed, alone.totals().removed);
        EXPECT_EQ(branch->totals().arrived_trip_s, alone.totals().arrived_trip_s);
        EXPECT_EQ(branch->totals().waiting, alone.totals().waiting);
        EXPECT_EQ(branch->vehicle_types().size(), alone.vehicle_types().size());
    }
}

TEST_F(InterventionTest, ATrunkThatDoesNotHoldIsNotBranched) {
    LibsumoTrafficSource source(town_.settings());
    EXPECT_THROW(source.branch({}), RunError);
}

}  // namespace
}  // namespace hacthanh::test
