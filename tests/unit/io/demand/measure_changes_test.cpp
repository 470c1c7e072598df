/// What measure files mean for planning.

#include "io/demand/measure_changes.hpp"
#include "io/measure_file.hpp"
#include "sim/core/error.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// West - middle - east, both ways; the middle road lies in the polygon of the tests.
class MeasureChangesTest : public testing::Test {
protected:
    MeasureChangesTest() {
        add("w", "W", "A", {0, 0}, {100, 0}, "Lê Lợi");
        add("-w", "A", "W", {100, 0}, {0, 0}, "Lê Lợi");
        add("m", "A", "B", {100, 0}, {200, 0}, "Trần Phú");
        add("-m", "B", "A", {200, 0}, {100, 0}, "Trần Phú");
        add("e", "B", "E", {200, 0}, {300, 0}, "Lê Lợi");
        facts_.connections = {{"w", "m"}, {"m", "e"}, {"-m", "-w"}, {"m", "-m"}};
    }

    void add(std::string const& id, std::string const& from, std::string const& to, city::Point a, city::Point b,
             std::string const& street) {
        city_.roads.push_back({id, street, {a, b}, 100, 3, 1, false, 10});
        facts_.roads[id] = {10, {0.5 * (a.x + b.x), 0.5 * (a.y + b.y)}, from, to};
    }

    demand::PlanChanges changes(std::string const& text) const {
        return plan_changes(read_measures_text(text, "m.toml"), city_, facts_, 7 * 3600.0);
    }

    std::string refusal(std::string const& text) const {
        try {
            changes(text);
        } catch (InputError const& error) {
            return error.what();
        }
        return "accepted";
    }

    city::City city_;
    NetworkFacts facts_;
};

constexpr char const* zone = "polygon_m = [110, -10, 190, -10, 190, 10, 110, 10]\n";

TEST_F(MeasureChangesTest, OneWayPairTakesTheOtherDirectionAway) {
    auto const found = changes(
        "[[measure]]\nkind = \"one_way_pair\"\nstreets = [\"Lê Lợi\", \"Trần Phú\"]\nbearings_deg = [90, 270]\n");
    EXPECT_THAT(found.network.removed, ElementsAre("-w", "m"));
    EXPECT_THAT(
        refusal(
            "[[measure]]\nkind = \"one_way_pair\"\nstreets = [\"Le Loi\", \"Trần Phú\"]\nbearings_deg = [90, 270]\n"),
        AllOf(HasSubstr("m.toml:3"), HasSubstr("Lê Lợi")));
}

TEST_F(MeasureChangesTest, GrowthInItsWindow) {
    auto const found = changes("[[measure]]\nkind = \"demand_scale\"\nfactor = 1.275\nwindows = [\"07:30-08:00\"]\n");
    ASSERT_THAT(found.growth, SizeIs(1));
    EXPECT_EQ(found.growth[0].factor, 1.275);
    EXPECT_EQ(found.growth[0].filter.begin_s, 1800);
    EXPECT_EQ(found.growth[0].filter.end_s, 3600);
    EXPECT_THAT(found.growth[0].filter.classes, IsEmpty());
}

TEST_F(MeasureChangesTest, AChargeIsSecondsOnTheRoadsThatLeadIn) {
    auto const found = changes(std::string("[[measure]]\nkind = \"congestion_charge\"\ncharge_vnd = 30000\n"
                                           "value_of_time_vnd_h = 60000\nelasticity = -0.3\n") +
                               zone);
    ASSERT_THAT(found.surcharges, SizeIs(1));
    EXPECT_THAT(found.surcharges[0].seconds, ElementsAre(testing::Pair("m", 1800.0)));
    ASSERT_TRUE(found.response.has_value());
    EXPECT_EQ(found.response->elasticity, -0.3);
    EXPECT_THAT(found.response->source, HasSubstr("m.toml:5"));
}

TEST_F(MeasureChangesTest, ABypassConcernsThoseWhoOnlyPass) {
    auto const found =
        changes(std::string("[[measure]]\nkind = \"bypass\"\nclasses = [\"truck\"]\ncompliance = 0.8\n") + zone);
    ASSERT_THAT(found.surcharges, SizeIs(1));
    auto const& filter = found.surcharges[0].filter;
    EXPECT_THAT(filter.classes, ElementsAre("truck"));
    EXPECT_THAT(filter.beside, UnorderedElementsAre("m", "-m"));
    EXPECT_EQ(filter.share, 0.8);
    EXPECT_THAT(found.surcharges[0].seconds, ElementsAre(Key("m")));
    int held = 0;
    for (int i = 0; i < 1000; ++i) {
        demand::Trip trip;
        trip.id = "truck." + std::to_string(i);
        trip.vehicle_class = "truck";
        trip.route = {"w", "m", "e"};
        held += filter.holds(trip) ? 1 : 0;
        trip.route = {"m", "e"};
        EXPECT_FALSE(filter.holds(trip)) << "it begins inside";
    }
    EXPECT_NEAR(held, 800, 45);
}

TEST_F(MeasureChangesTest, ABusLineBothWaysUsesTheOtherDirections) {
    auto const found = changes(
        "[[measure]]\nkind = \"bus_line\"\nstops = [\"w\", \"m@50\"]\nvehicle_type = \"bus\"\nmode_shift = 0.1\n");
    ASSERT_THAT(found.bus_lines, SizeIs(2));
    EXPECT_THAT(found.bus_lines[0].stops, ElementsAre("w", "m@50"));
    EXPECT_THAT(found.bus_lines[1].stops, ElementsAre("-m", "-w"));
    EXPECT_EQ(found.bus_lines[0].mode_shift, 0.1);
    EXPECT_EQ(found.bus_lines[1].mode_shift, 0) << "the shift is counted once";
}

TEST_F(MeasureChangesTest, OperationalMeasuresArePassedOverAndOthersRefused) {
    EXPECT_TRUE(changes("[[measure]]\nkind = \"speed_limit\"\nedges = [\"m\"]\nspeed_km_h = 30\n").empty());
    EXPECT_THAT(refusal("[[measure]]\nkind = \"speed_limit\"\nmode = \"planning\"\nedges = [\"m\"]\nspeed_km_h = 30\n"),
                AllOf(HasSubstr("m.toml:3"), HasSubstr("operational")));
}

}  // namespace
}  // namespace hacthanh::io
