/// Reading a SUMO demand as single journeys.

#include "io/sumo_trips.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>

namespace hacthanh::io {
namespace {

using test::ScratchFolder;
using testing::ElementsAre;
using testing::HasSubstr;

class SumoTripsTest : public testing::Test {
protected:
    SumoTrips read(std::string const& routes, std::string const& additional = "", double end_s = 3600) {
        test::write_file(folder_ / "r.xml", "<routes>" + routes + "</routes>");
        test::write_file(
            folder_ / "a.xml",
            "<additional><vType id=\"car\"/><vType id=\"moto\" vClass=\"motorcycle\"/>" + additional + "</additional>");
        SumoConfig config;
        config.route_files = {folder_ / "r.xml"};
        config.additional_files = {folder_ / "a.xml"};
        return read_sumo_trips(config, 0, end_s, 42);
    }

    std::string refusal_of(std::string const& routes) {
        try {
            read(routes);
        } catch (InputError const& error) {
            return error.what();
        }
        return "accepted";
    }

    ScratchFolder folder_;
};

TEST_F(SumoTripsTest, VehiclesTripsAndNamedRoutes) {
    auto const trips = read(
                           "<route id=\"r\" edges=\"a b c\"/>"
                           "<vehicle id=\"1\" type=\"car\" depart=\"5\" departLane=\"best\" route=\"r\"/>"
                           "<vehicle id=\"0\" type=\"moto\" depart=\"1.5\"><route edges=\"x y\"/></vehicle>"
                           "<trip id=\"2\" type=\"car\" depart=\"0:01:00\" from=\"a\" to=\"z\" via=\"m n\"/>")
                           .trips;
    ASSERT_EQ(trips.size(), 3U);
    EXPECT_EQ(trips[0].id, "0");
    EXPECT_EQ(trips[0].vehicle_class, "motorcycle");
    EXPECT_THAT(trips[0].route, ElementsAre("x", "y"));
    EXPECT_TRUE(trips[0].routed);
    EXPECT_THAT(trips[1].route, ElementsAre("a", "b", "c"));
    EXPECT_THAT(trips[1].attributes, ElementsAre(std::pair<std::string, std::string>("departLane", "best")));
    EXPECT_EQ(trips[2].depart_s, 60);
    EXPECT_FALSE(trips[2].routed);
    EXPECT_THAT(trips[2].route, ElementsAre("a", "m", "n", "z"));
}

TEST_F(SumoTripsTest, FlowsAreWrittenOutWithinTheWindow) {
    std::string const head = "<route id=\"r\" edges=\"a b\"/><flow id=\"f\" type=\"car\" route=\"r\" ";
    EXPECT_EQ(read(head + "begin=\"0\" end=\"600\" number=\"6\"/>").trips.size(), 6U);
    EXPECT_EQ(read(head + "begin=\"0\" end=\"600\" period=\"100\"/>").trips.size(), 6U);
    EXPECT_EQ(read(head + "begin=\"0\" end=\"1800\" vehsPerHour=\"360\"/>", "", 900).trips.size(), 90U);
    auto const lots = read(head + "begin=\"0\" end=\"3600\" period=\"exp(0.5)\"/>").trips;
    EXPECT_NEAR(static_cast<double>(lots.size()), 1800, 150);
    EXPECT_TRUE(std::ranges::is_sorted(lots, {}, &demand::Trip::depart_s));
    auto const chance = read(head + "begin=\"0\" end=\"3600\" probability=\"0.25\"/>").trips;
    EXPECT_NEAR(static_cast<double>(chance.size()), 900, 110);
    EXPECT_EQ(read(head + "begin=\"0\" end=\"600\" number=\"6\"/>").trips[1].id, "f.1");
}

TEST_F(SumoTripsTest, RoutesAndTypesAreDrawnFromTheirDistributions) {
    std::string const flow = "<flow id=\"f\" type=\"mix\" route=\"d\" begin=\"0\" end=\"3600\" period=\"1\"/>";
    std::string const more =
        "<vTypeDistribution id=\"mix\"><vType id=\"m2\" vClass=\"motorcycle\" probability=\"3\"/>"
        "<vType id=\"c2\" probability=\"1\"/></vTypeDistribution>"
        "<routeDistribution id=\"d\"><route id=\"r1\" edges=\"a b\" probability=\"1\"/>"
        "<route id=\"r2\" edges=\"a c\" probability=\"4\"/></routeDistribution>";
    auto const trips = read(flow, more).trips;
    ASSERT_EQ(trips.size(), 3600U);
    std::map<std::string, int> count;
    for (auto const& trip : trips) ++count[trip.type], ++count[trip.route.back()];
    EXPECT_NEAR(count["m2"], 2700, 120);
    EXPECT_NEAR(count["c"], 2880, 110);
    EXPECT_EQ(count["m2"] + count["c2"], 3600);
    auto const again = read(flow, more).trips;
    for (std::size_t i = 0; i < trips.size(); ++i) ASSERT_EQ(trips[i].route, again[i].route);
}

TEST_F(SumoTripsTest, BusesKeepTheirStopsAndTheirRoute) {
    auto const read_back =
        read("<flow id=\"bus\" type=\"car\" route=\"line\" line=\"1\" begin=\"0\" end=\"3600\" period=\"1200\"/>",
             "<busStop id=\"s\" lane=\"b_0\" startPos=\"1\" endPos=\"9\"/>"
             "<route id=\"line\" edges=\"a b c\"><stop busStop=\"s\" duration=\"20\"/></route>");
    ASSERT_EQ(read_back.trips.size(), 3U);
    EXPECT_TRUE(read_back.trips[0].fixed);
    ASSERT_EQ(read_back.trips[0].stops.size(), 1U);
    EXPECT_EQ(read_back.trips[0].stops[0].edge, "b");
    ASSERT_EQ(read_back.furniture.size(), 1U);
    EXPECT_EQ(read_back.furniture[0], "<busStop id=\"s\" lane=\"b_0\" startPos=\"1\" endPos=\"9\"/>");
}

TEST_F(SumoTripsTest, WhatIsWrittenReadsBackTheSame) {
    auto const first = read(
        "<vehicle id=\"a&amp;b\" type=\"car\" depart=\"5\"><route edges=\"a b\"/></vehicle>"
        "<trip id=\"t\" type=\"moto\" depart=\"7\" from=\"a\" to=\"c\" via=\"b\"/>");
    write_sumo_trips(folder_ / "out.xml", first.trips, TripStyle::vehicles);
    SumoConfig config;
    config.additional_files = {folder_ / "a.xml"};
    config.route_files = {folder_ / "out.xml"};
    auto const second = read_sumo_trips(config, 0, 3600, 1);
    ASSERT_EQ(second.trips.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(second.trips[i].id, first.trips[i].id);
        EXPECT_EQ(second.trips[i].route, first.trips[i].route);
        EXPECT_EQ(second.trips[i].routed, first.trips[i].routed);
    }
}

TEST_F(SumoTripsTest, RefusesWhatItCannotWorkOn) {
    EXPECT_THAT(refusal_of("<person id=\"p\" depart=\"0\"/>"), HasSubstr("person \"p\""));
    EXPECT_THAT(refusal_of("<vehicle id=\"v\" type=\"car\" depart=\"triggered\"><route edges=\"a\"/></vehicle>"),
                HasSubstr("depart = \"triggered\""));
    EXPECT_THAT(refusal_of("<vehicle id=\"v\" type=\"car\" depart=\"0\" route=\"nowhere\"/>"), HasSubstr("nowhere"));
    EXPECT_THAT(refusal_of("<trip id=\"v\" type=\"car\" depart=\"0\" fromTaz=\"1\" toTaz=\"2\"/>"),
                HasSubstr("no edges from and to"));
    EXPECT_THAT(refusal_of("<trip id=\"v\" type=\"ghost\" depart=\"0\" from=\"a\" to=\"b\"/>"), HasSubstr("ghost"));
    EXPECT_THAT(
        refusal_of("<flow id=\"f\" type=\"car\" from=\"a\" to=\"b\" begin=\"0\" end=\"9\" vehsPerHour=\"-5\"/>"),
        HasSubstr("vehsPerHour = \"-5\""));
    EXPECT_THAT(refusal_of("<flow id=\"f\" type=\"car\" from=\"a\" to=\"b\" begin=\"0\" end=\"9\" number=\"1e20\"/>"),
                HasSubstr("too many"));
    EXPECT_THAT(refusal_of("<flow id=\"f\" type=\"car\" from=\"a\" to=\"b\" begin=\"0\" end=\"9\"/>"),
                HasSubstr("has no rate"));
}

}  // namespace
}  // namespace hacthanh::io
