/// Tables of demand: what is read, and how bad rows are refused.

#include "io/demand_tables.hpp"
#include "io/demand/zones.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

using test::ScratchFolder;
using testing::AllOf;
using testing::HasSubstr;

KnownNames const edges = {"le_loi.1", "le_loi.2", "tran_phu.1"};
KnownNames const types = {"motorbike", "car"};

template <class Body>
std::string refusal_of(Body const& body) {
    try {
        body();
    } catch (InputError const& error) {
        return error.what();
    }
    return "accepted";
}

class DemandTablesTest : public testing::Test {
protected:
    std::filesystem::path file(std::string const& text) {
        test::write_file(folder_ / "table.csv", text);
        return folder_ / "table.csv";
    }
    std::string counts(std::string const& text) {
        return refusal_of([&] { read_counts(file(text), 7 * 3600.0, edges); });
    }
    std::string matrix(std::string const& text) {
        return refusal_of([&] { read_matrix(file(text), {"centre", "north"}, types); });
    }

    ScratchFolder folder_;
};

TEST_F(DemandTablesTest, CountsInClockTimeAndInSeconds) {
    auto const clock =
        read_counts(file("edge,begin,end,vehicles,source\nle_loi.1,07:00,08:00,120,my count\n"), 7 * 3600.0, edges);
    ASSERT_EQ(clock.size(), 1U);
    EXPECT_EQ(clock[0].begin_s, 0);
    EXPECT_EQ(clock[0].end_s, 3600);
    EXPECT_EQ(clock[0].vehicles, 120);
    auto const seconds = read_counts(file("vehicles,edge,begin_s,end_s\n5,le_loi.2,0,600\n"), 0, edges);
    EXPECT_EQ(seconds[0].end_s, 600);
}

TEST_F(DemandTablesTest, BadCountsAreRefusedWithRowAndNearMiss) {
    EXPECT_THAT(counts("edge,begin_s,end_s,vehicles\nle_loi1,0,600,5\n"),
                AllOf(HasSubstr("table.csv:2"), HasSubstr("le_loi1"), HasSubstr("le_loi.1")));
    EXPECT_THAT(counts("edge,begin_s,end_s,vehicles\nle_loi.1,0,600,-5\n"),
                AllOf(HasSubstr("table.csv:2"), HasSubstr("-5"), HasSubstr(">= 0")));
    EXPECT_THAT(counts("edge,begin_s,end_s,vehicles\nle_loi.1,600,0,5\n"), HasSubstr("end after it begins"));
    EXPECT_THAT(counts("edge,begin,end,vehicles\nle_loi.1,7h,8h,5\n"), HasSubstr("time of day"));
    EXPECT_THAT(counts("edge,begin_s,end_s,vehicles\nle_loi.1,0,600,5\nle_loi.1,300,900,5\n"),
                AllOf(HasSubstr("table.csv:3"), HasSubstr("counted twice")));
    EXPECT_THAT(counts("edge,begin_s,end_s,vehicles\n"), HasSubstr("no rows"));
    EXPECT_THAT(counts("edge,begin_s,end_s,vehicle\nle_loi.1,0,1,1\n"), HasSubstr("vehicles"));
    EXPECT_THAT(counts("edge,begin_s,end_s,vehicles\nx,0,1,1\nle_loi.1,0,1,-1\n"),
                AllOf(HasSubstr(":2"), HasSubstr(":3")))
        << "all bad rows at once";
}

TEST_F(DemandTablesTest, BadMatricesAreRefused) {
    EXPECT_EQ(matrix("from,to,trips\ncentre,north,12.5\n"), "accepted");
    EXPECT_THAT(matrix("from,to,trips\ncenter,north,12\n"),
                AllOf(HasSubstr("table.csv:2"), HasSubstr("center"), HasSubstr("\"centre\"")));
    EXPECT_THAT(matrix("from,to,trips\ncentre,north,0\n"), HasSubstr("empty"));
    EXPECT_THAT(matrix("from,to,trips,type\ncentre,north,1,motobike\n"), HasSubstr("\"motorbike\""));
}

TEST_F(DemandTablesTest, ProfilesAndSharesMustSumToOne) {
    EXPECT_THAT(refusal_of([&] { read_profile(file("begin,end,share\n07:00,08:00,0.4\n08:00,09:00,0.4\n"), 0); }),
                HasSubstr("sum to 0.8"));
    EXPECT_THAT(refusal_of([&] { read_profile(file("begin,end,share\n07:00,08:30,0.5\n08:00,09:00,0.5\n"), 0); }),
                HasSubstr("overlap"));
    auto const spans = read_profile(file("begin,end,share\n23:00,24:00,0.25\n07:00,08:00,0.75\n"), 7 * 3600.0);
    EXPECT_EQ(spans[0].begin_s, 0);
    EXPECT_EQ(spans[1].end_s, 17 * 3600.0);
    EXPECT_EQ(parse_type_shares("motorbike=0.85 car=0.15", "k", types).size(), 2U);
    EXPECT_THAT(refusal_of([] { parse_type_shares("motorbike=0.85 car=0.45", "demand.vehicle_shares", types); }),
                AllOf(HasSubstr("demand.vehicle_shares"), HasSubstr("sum to 1.3")));
    EXPECT_THAT(refusal_of([] { parse_type_shares("motobike=1", "k", types); }), HasSubstr("\"motorbike\""));
    EXPECT_THAT(refusal_of([] { parse_type_shares("motorbike", "k", types); }), HasSubstr("TYPE=SHARE"));
}

TEST_F(DemandTablesTest, TripTables) {
    auto const rows =
        read_trip_table(file("depart,from,to,type\n07:05:30,le_loi.1,tran_phu.1,car\n"), 7 * 3600.0, edges, types);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].depart_s, 330);
    EXPECT_THAT(refusal_of([&] { read_trip_table(file("depart_s,from,to\n1,le_loi.1,tran_phu\n"), 0, edges, types); }),
                AllOf(HasSubstr("tran_phu.1"), HasSubstr(":2")));
}

city::City small_city() {
    city::City city;
    city.roads = {{"west", "", {{0, 0}, {100, 0}}, 100, 3, 1, false, 10},
                  {"east", "", {{200, 0}, {300, 0}}, 100, 3, 1, false, 10},
                  {":inside", "", {{100, 0}, {200, 0}}, 100, 3, 1, true, 10}};
    city.road_extent = {0, 0, 300, 0};
    return city;
}

TEST_F(DemandTablesTest, ZonesFromPolygonsTakeTheRoadsWithTheirMiddleInside) {
    auto const square = [](double x0, double x1, std::string const& name) {
        return fmt::format(
            "{{\"type\":\"Feature\",\"properties\":{{\"zone\":\"{}\"}},\"geometry\":{{\"type\":"
            "\"Polygon\",\"coordinates\":[[[{},-50],[{},-50],[{},50],[{},50],[{},-50]]]}}}}",
            name, x0, x1, x1, x0, x0);
    };
    auto const json = [&](std::string const& features) {
        test::write_file(folder_ / "zones.geojson", "{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}");
        return folder_ / "zones.geojson";
    };
    auto const zones = read_zones(json(square(-10, 110, "W") + "," + square(150, 310, "E")), "", small_city());
    ASSERT_EQ(zones.size(), 2U);
    ASSERT_EQ(zones[0].sources.size(), 1U);
    EXPECT_EQ(zones[0].sources[0].edge, "west");
    EXPECT_EQ(zones[1].sinks[0].edge, "east");
    EXPECT_THAT(refusal_of([&] { read_zones(json(square(900, 990, "far")), "", small_city()); }),
                HasSubstr("no road of the network lies in zone \"far\""));
    EXPECT_THAT(refusal_of([&] { read_zones(json(square(-10, 110, "W")), "ward", small_city()); }),
                AllOf(HasSubstr("ward"), HasSubstr("zone")));
}

TEST_F(DemandTablesTest, ZonesFromTaz) {
    test::write_file(folder_ / "z.xml",
                     "<additional><taz id=\"1\" edges=\"west\"/><taz id=\"2\"><tazSource id=\"east\" "
                     "weight=\"2\"/><tazSink id=\"west\" weight=\"1\"/></taz></additional>");
    auto const zones = read_zones(folder_ / "z.xml", "", small_city());
    ASSERT_EQ(zones.size(), 2U);
    EXPECT_EQ(zones[1].sources[0].weight, 2);
    test::write_file(folder_ / "z.xml", "<additional><taz id=\"1\" edges=\"wset\"/></additional>");
    EXPECT_THAT(refusal_of([&] { read_zones(folder_ / "z.xml", "", small_city()); }), HasSubstr("\"west\""));
}

}  // namespace
}  // namespace hacthanh::io
