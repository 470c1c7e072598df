#include "io/sumo_network.hpp"
#include "tests/unit/io/sumo_fixture.hpp"

#include <fmt/format.h>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SumoNetworkTest : public SumoFilesTest {
protected:
    city::City read(std::string const& text) { return read_sumo_network(write("n.net.xml", text)); }
    std::string refusal(std::string const& old_part, std::string const& new_part) {
        return message_of([&] { read(with(two_edges, old_part, new_part)); });
    }
};

TEST_F(SumoNetworkTest, ReadsRoads) {
    auto const city = read(two_edges);
    ASSERT_EQ(city.roads.size(), 2U) << "crossings are left out";
    EXPECT_EQ(city.roads[0].name, ":j_0");
    EXPECT_TRUE(city.roads[0].internal);
    auto const& road = city.roads[1];
    EXPECT_EQ(road.name, "a");
    EXPECT_EQ(road.street_name, "Đại lộ Lê Lợi");
    EXPECT_FALSE(road.internal);
    EXPECT_EQ(road.n_lanes, 2);
    EXPECT_EQ(road.length_m, 101.5);
    EXPECT_DOUBLE_EQ(road.width_m, 3.2 + 2.5);
    EXPECT_TRUE(city.flat);
}

TEST_F(SumoNetworkTest, TheAxisOfTwoLanesIsTheirMean) {
    auto const axis = read(two_edges).roads[1].axis;
    ASSERT_EQ(axis.size(), 3U) << "a vertex for every vertex of either lane";
    for (auto const& point : axis) EXPECT_DOUBLE_EQ(point.y, 1.5);
    EXPECT_DOUBLE_EQ(axis[0].x, 0);
    EXPECT_DOUBLE_EQ(axis[1].x, 50);
    EXPECT_DOUBLE_EQ(axis[2].x, 100);
}

TEST_F(SumoNetworkTest, TheAxisOfThreeLanesIsTheMiddleOne) {
    auto const city =
        read(with(two_edges, "</edge>\n</net>",
                  "<lane id='a_2' index='2' speed='9' length='101.5' shape='0,9 100,9'/></edge>\n</net>"));
    EXPECT_EQ(city.roads[1].axis.front().y, 3);
    EXPECT_DOUBLE_EQ(city.roads[1].width_m, 3.2 + 2.5 + 3.2);
}

TEST_F(SumoNetworkTest, TheExtentHoldsEveryAxis) {
    auto const box = read(two_edges).road_extent;
    EXPECT_EQ(box.x_min, 0);
    EXPECT_EQ(box.x_max, 104);
    EXPECT_EQ(box.y_min, 0);
    EXPECT_EQ(box.y_max, 1.5);
}

TEST_F(SumoNetworkTest, ProjectionUndoesTheOffset) {
    auto const projection = read(two_edges).projection;
    EXPECT_EQ(projection.proj_string, "+proj=utm +zone=48");
    EXPECT_DOUBLE_EQ(projection.projected_x(0), 10.5);
    EXPECT_DOUBLE_EQ(projection.projected_y(1), 21);
    for (char const* none : {"!", "-", ""})
        EXPECT_FALSE(read(with(two_edges, "+proj=utm +zone=48", none)).projection.known()) << none;
}

TEST_F(SumoNetworkTest, HeightsMakeItHilly) {
    EXPECT_FALSE(read(with(two_edges, "0,0 100,0\"", "0,0,2.5 100,0,3\"")).flat);
    EXPECT_TRUE(read(with(two_edges, "0,0 100,0\"", "0,0,0 100,0,0.00\"")).flat);
}

TEST_F(SumoNetworkTest, BadNetworksAreRefusedWithTheirLine) {
    EXPECT_THAT(refusal("0,0 100,0\"", "0,0 nan,0\""),
                AllOf(HasSubstr("n.net.xml:6"), HasSubstr("\"a_0\""), HasSubstr("shape"), HasSubstr("finite")));
    for (char const* shape : {"0,0 1e400,0", "0,0 inf,0", "0,0", "", "0;0 1;1", "0,0 1", "0,0,0,0 1,1", "0,0 1e10,0"})
        EXPECT_THAT(refusal("shape=\"0,0 100,0\"", "shape=\"" + std::string(shape) + "\""),
                    AllOf(HasSubstr("n.net.xml:6"), HasSubstr("shape")))
            << shape;
    EXPECT_THAT(refusal("length=\"101.5\"", "length=\"-1\""),
                AllOf(HasSubstr("n.net.xml:6"), HasSubstr("length = \"-1\""), HasSubstr("> 0")));
    EXPECT_THAT(refusal("width=\"2.5\"", "width=\"0\""), AllOf(HasSubstr("n.net.xml:7"), HasSubstr("width")));
    EXPECT_THAT(refusal("netOffset=\"-10.5,-20\"", "netOffset=\"here\""),
                AllOf(HasSubstr("n.net.xml:2"), HasSubstr("netOffset")));
    EXPECT_THAT(refusal("id=\"a\"", "id=\":j_0\""), AllOf(HasSubstr("n.net.xml:5"), HasSubstr("twice")));
    EXPECT_THAT(refusal("</net>\n", ""), HasSubstr("ends too early"));
    EXPECT_THAT(refusal("<edge id=\"a\"", "<edge id=\"b\"></edge><edge id=\"a\""), HasSubstr("no lanes"));
}

TEST_F(SumoNetworkTest, ClassesUnknownToSumo115AreNamed) {
    for (char const* name : {"container", "cable_car", "subway", "aircraft", "wheelchair", "drone", "scooter"})
        EXPECT_THAT(refusal("disallow=\"tram rail\"", fmt::format("disallow=\"tram {} rail\"", name)),
                    AllOf(HasSubstr("n.net.xml:6"), HasSubstr(fmt::format("\"{}\"", name)), HasSubstr("SUMO 1.15"),
                          HasSubstr("netconvert 1.15")));
    EXPECT_THAT(refusal("disallow=\"tram rail\"", "allow=\"bus,taxi\""), HasSubstr("\"bus,taxi\""));
    EXPECT_EQ(refusal("disallow=\"tram rail\"", "allow=\"all\""), "no error");
}

TEST_F(SumoNetworkTest, OtherFilesAreRecognised) {
    auto const refusal_of = [&](char const* text) { return message_of([&] { read(text); }); };
    EXPECT_THAT(refusal_of("<routes/>"), HasSubstr("this is a route file, not a network"));
    EXPECT_THAT(refusal_of("<additional/>"), HasSubstr("this is an additional file, not a network"));
    EXPECT_THAT(refusal_of("<osm/>"), AllOf(HasSubstr("OpenStreetMap"), HasSubstr("netconvert")));
    EXPECT_THAT(refusal_of("<html/>"), AllOf(HasSubstr("not a network"), HasSubstr("<html>")));
    EXPECT_THAT(refusal_of("<net/>"), HasSubstr("no roads"));
}

}  // namespace
}  // namespace hacthanh::io
