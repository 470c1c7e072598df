/// Planning on the tutorial town: equilibrium, what is built and taken away, what is paid, by the real tools.

#include "io/demand/network_patch.hpp"
#include "io/demand/plan_record.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"
#include "tests/support/simulate.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace hacthanh::io {
namespace {

using demand::PlanChanges;
using demand::Trip;
using test::ScratchFolder;
using testing::AllOf;
using testing::HasSubstr;

PlanInput tutorial() {
    auto const folder = std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial";
    EquilibriumSettings settings;
    settings.end_s = 600;
    settings.interval_s = 600;
    return {read_sumo_config(folder / "town.sumocfg"), settings, test::simulate, "measure.toml:1"};
}

/// One base for all tests: it takes a few seconds.
class PlanningTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;
        base_ = new PlannedTraffic(plan_base(tutorial(), *folder_ / "base"));
    }
    static void TearDownTestSuite() {
        delete base_;
        delete folder_;
    }

    PlannedTraffic variant(std::string const& name, PlanChanges const& changes) const {
        return plan_variant(tutorial(), *base_, changes, *folder_ / name);
    }

    static std::size_t using_edge(std::vector<Trip> const& trips, std::string const& edge) {
        return static_cast<std::size_t>(std::ranges::count_if(
            trips, [&](Trip const& trip) { return std::ranges::find(trip.route, edge) != trip.route.end(); }));
    }

    static ScratchFolder* folder_;
    static PlannedTraffic* base_;
};
ScratchFolder* PlanningTest::folder_ = nullptr;
PlannedTraffic* PlanningTest::base_ = nullptr;

TEST_F(PlanningTest, BaseReachesTheGapAndSaysSo) {
    EXPECT_TRUE(base_->equilibrium.reached);
    EXPECT_LE(base_->equilibrium.days.back().gap, 0.02);
    EXPECT_GE(base_->equilibrium.days.back().gap, 0);
    EXPECT_EQ(base_->equilibrium.trips.size(), base_->trips_base);
    auto const record = test::read_file(base_->traffic.folder / "plan.json");
    EXPECT_THAT(record, AllOf(HasSubstr("\"reached\": true"), HasSubstr("relative_gap"), HasSubstr("sha256")));
}

TEST_F(PlanningTest, SameInputsGiveTheSameBytes) {
    auto const again = plan_base(tutorial(), *folder_ / "again");
    for (auto member : {&TrafficCase::network, &TrafficCase::routes, &TrafficCase::types})
        EXPECT_EQ(test::read_file(again.traffic.*member), test::read_file(base_->traffic.*member));
}

TEST_F(PlanningTest, AFinishedPlanIsReadBackAndADamagedOneIsNot) {
    auto const known = read_finished_plan(base_->traffic.folder);
    ASSERT_TRUE(known);
    auto const made = finished(*base_);
    EXPECT_EQ(known->config, made.config);
    EXPECT_EQ(known->reached, made.reached);
    EXPECT_EQ(known->relative_gap, made.relative_gap);
    EXPECT_EQ(known->days, made.days);
    EXPECT_EQ(known->trips, made.trips);
    EXPECT_EQ(known->notes, made.notes);
    auto const copy = *folder_ / "damaged";
    std::filesystem::copy(base_->traffic.folder, copy, std::filesystem::copy_options::recursive);
    EXPECT_TRUE(read_finished_plan(copy));
    std::ofstream(copy / base_->traffic.routes.filename(), std::ios::app) << "\n";
    EXPECT_FALSE(read_finished_plan(copy)) << "routes other than those in equilibrium";
    std::filesystem::remove(copy / "plan.json");
    EXPECT_FALSE(read_finished_plan(copy)) << "killed before its end";
    std::ofstream(copy / "plan.json") << R"({"mode": "planning")";
    EXPECT_FALSE(read_finished_plan(copy)) << "cut in the middle";
}

TEST_F(PlanningTest, ChangingNothingIsTheBase) {
    auto const same = variant("nothing", {});
    EXPECT_EQ(same.traffic.config, base_->traffic.config);
}

TEST_F(PlanningTest, NetworkBuiltAnewHasTheSameRoads) {
    auto const before = read_network_facts(tutorial().base.net_file);
    auto const after = read_network_facts(base_->traffic.network);
    EXPECT_EQ(before.connections, after.connections);
    EXPECT_EQ(before.signal_links, after.signal_links);
    ASSERT_EQ(before.roads.size(), after.roads.size());
    for (auto const& [edge, road] : before.roads) {
        ASSERT_TRUE(after.has(edge)) << edge;
        EXPECT_NEAR(after.roads.at(edge).free_flow_s, road.free_flow_s, 0.05) << edge;
        EXPECT_NEAR(after.roads.at(edge).middle.x, road.middle.x, 0.1) << edge;
    }
}

TEST_F(PlanningTest, RoadsTakenAwayAreDrivenByNobody) {
    PlanChanges changes;
    changes.network.removed = {"B2C2", "D2C2"};
    auto const plan = variant("one_way", changes);
    EXPECT_TRUE(plan.equilibrium.reached) << plan.equilibrium.days.back().gap;
    EXPECT_GT(using_edge(base_->equilibrium.trips, "B2C2"), 0U);
    auto const facts = read_network_facts(plan.traffic.network);
    EXPECT_FALSE(facts.has("B2C2"));
    for (Trip const& trip : plan.equilibrium.trips) EXPECT_TRUE(facts.can_drive(trip.route)) << trip.id;
    EXPECT_EQ(plan.equilibrium.trips.size() + plan.equilibrium.unroutable.size(), base_->equilibrium.trips.size());
    EXPECT_GT(plan.trips_moved, 0U) << "trips that began or ended there";
}

TEST_F(PlanningTest, ABypassDrawsTraffic) {
    PlanChanges changes;
    changes.network.junctions = {{"middle", 300, 300, "priority"}};
    changes.network.roads = {{"by1", "A0", "middle", "", 2, 22, 12, {}}, {"by2", "middle", "E4", "", 2, 22, 12, {}}};
    auto const plan = variant("bypass", changes);
    EXPECT_GT(using_edge(plan.equilibrium.trips, "by1"), 0U);
    EXPECT_EQ(using_edge(plan.equilibrium.trips, "by1"), using_edge(plan.equilibrium.trips, "by2"));
    EXPECT_EQ(plan.equilibrium.trips.size(), base_->equilibrium.trips.size());
}

TEST_F(PlanningTest, AChargeKeepsTrafficAwayAndElasticityMakesItLess) {
    std::map<std::string, double> seconds;  // everything that leads to the middle junction
    for (char const* edge : {"B2C2", "D2C2", "C1C2", "C3C2"}) seconds[edge] = 300;
    PlanChanges changes;
    changes.surcharges = {{{}, seconds}};
    auto const charged = variant("charge", changes);
    std::size_t before = 0;
    std::size_t after = 0;
    for (auto const& [edge, charge] : seconds) {
        before += using_edge(base_->equilibrium.trips, edge);
        after += using_edge(charged.equilibrium.trips, edge);
    }
    EXPECT_GT(before, 20U);
    EXPECT_LT(after, before / 2);
    EXPECT_EQ(charged.equilibrium.trips.size(), base_->equilibrium.trips.size()) << "no response unless asked for";
    changes.response = demand::Response{-0.5, "a test"};
    auto const fewer = variant("charge_elastic", changes);
    EXPECT_LT(fewer.equilibrium.trips.size(), charged.equilibrium.trips.size());
    EXPECT_THAT(test::read_file(fewer.traffic.folder / "plan.json"), HasSubstr("a test"));
}

TEST_F(PlanningTest, GrowthAndABusLine) {
    PlanChanges changes;
    changes.growth = {{{}, 1.2}};
    demand::BusLine line;
    line.id = "new";
    line.stops = {"A0B0", "C0D0@50", "D0E0"};
    line.type = "bus";
    line.headway_s = 200;
    line.mode_shift = 0.5;
    line.catchment_m = 150;
    changes.bus_lines = {line};
    auto const plan = variant("growth_bus", changes);
    auto const& trips = plan.equilibrium.trips;
    auto const buses = std::ranges::count_if(trips, [](Trip const& trip) { return trip.id.starts_with("new."); });
    EXPECT_EQ(buses, 3);
    for (Trip const& trip : trips)
        if (trip.id.starts_with("new.")) {
            EXPECT_EQ(trip.stops.size(), 3U);
            EXPECT_EQ(trip.route.front(), "A0B0");
            EXPECT_EQ(trip.route.back(), "D0E0");
        }
    EXPECT_GT(trips.size(), base_->equilibrium.trips.size() * 11 / 10);
    EXPECT_GT(plan.trips_added, 0U);
}

TEST_F(PlanningTest, NamesThatAreNotThereAreRefusedWithTheNearest) {
    auto const refusal = [&](PlanChanges const& changes) -> std::string {
        try {
            variant("refused", changes);
        } catch (InputError const& error) {
            return error.what();
        }
        return "accepted";
    };
    PlanChanges road;
    road.network.removed = {"B2C"};
    EXPECT_THAT(refusal(road), AllOf(HasSubstr("measure.toml:1"), HasSubstr("B2C2")));
    PlanChanges junction;
    junction.network.roads = {{"by", "A00", "E0", "", 1, 20, 10, {}}};
    EXPECT_THAT(refusal(junction), AllOf(HasSubstr("junction \"A00\""), HasSubstr("\"A0\"")));
    PlanChanges taken;
    taken.network.roads = {{"B2C2", "A0", "E0", "", 1, 20, 10, {}}};
    EXPECT_THAT(refusal(taken), HasSubstr("there already"));
    PlanChanges bus;
    demand::BusLine line;
    line.id = "b";
    line.stops = {"A0B0", "D0E0"};
    line.type = "busy";
    bus.bus_lines = {line};
    EXPECT_THAT(refusal(bus), HasSubstr("\"bus\""));
}

}  // namespace
}  // namespace hacthanh::io
