#include "io/import/cityjson.hpp"

#include "io/geos.hpp"
#include "sim/core/error.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io {
namespace {

using testing::HasSubstr;

/// A box of 10 x 8 x 6 m as a solid, its faces marked, coordinates scaled and moved; a part below it has no marks.
std::string const two_boxes = R"({
"type":"CityJSON","version":"1.1",
"transform":{"scale":[0.001,0.001,0.001],"translate":[1000,2000,5]},
"metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/7415"},
"CityObjects":{
 "b1":{"type":"Building","geometry":[{"type":"Solid","lod":"1.2","boundaries":[[
   [[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]],
   "semantics":{"surfaces":[{"type":"GroundSurface"},{"type":"RoofSurface"},{"type":"WallSurface"}],"values":[[0,1,2,2,2,2]]}}]},
 "b2":{"type":"BuildingPart","attributes":{"measuredHeight":4.5},"geometry":[{"type":"MultiSurface","lod":1,
   "boundaries":[[[0,1,2,3]],[[0,1,5,4]]]}]},
 "tree":{"type":"SolitaryVegetationObject"},
 "bare":{"type":"Building"}},
"vertices":[[0,0,0],[10000,0,0],[10000,8000,0],[0,8000,0],[0,0,6000],[10000,0,6000],[10000,8000,6000],[0,8000,6000]]})";

std::string refusal(std::string const& text) {
    ImportLog log;
    try {
        parse_cityjson(text, "city.json", log);
    } catch (InputError const& error) {
        return error.what();
    }
    return "not refused";
}

std::string with(std::string const& from, std::string const& to) {
    std::string text = two_boxes;
    return text.replace(text.find(from), from.size(), to);
}

TEST(CityJsonTest, TakesTheGroundAndTheHeight) {
    ImportLog log;
    auto const content = parse_cityjson(two_boxes, "city.json", log);
    EXPECT_EQ(content.crs, "EPSG:7415");
    ASSERT_EQ(content.buildings.size(), 2U);
    Geos const geos;
    for (auto const& building : content.buildings) {
        ASSERT_EQ(building.parts.size(), 1U);
        EXPECT_NEAR(geos.area(*geos.polygon(building.parts[0])), 80, 1e-9);
    }
    EXPECT_EQ(content.buildings[0].height_m, 6);
    EXPECT_FALSE(content.buildings[0].is_part);
    EXPECT_EQ(content.buildings[1].height_m, 4.5);
    EXPECT_TRUE(content.buildings[1].is_part);
    EXPECT_GE(content.buildings[0].parts[0].outer[0].x, 1000);
    EXPECT_EQ(log["buildings_without_polygon"], 1);
}

TEST(CityJsonTest, RefusesWithTheObject) {
    EXPECT_THAT(refusal("{"), HasSubstr("no valid JSON"));
    EXPECT_THAT(refusal("[]"), HasSubstr("no CityJSON"));
    EXPECT_THAT(refusal(R"({"type":"CityJSON"})"), HasSubstr("no vertices"));
    EXPECT_THAT(refusal(std::string(100, '[')), HasSubstr("nested deeper"));
    EXPECT_THAT(refusal(with("[[0,3,2,1]]", "[[0,3,2,99]]")),
                testing::AllOf(HasSubstr("\"b1\""), HasSubstr("vertex 99 of 8")));
    EXPECT_THAT(refusal(with("[[0,3,2,1]]", "[[0,3,2,-1]]")), HasSubstr("vertex -1 of 8"));
    EXPECT_THAT(refusal(with("[[0,3,2,1]]", "7")), HasSubstr("a face must be a list of rings"));
    EXPECT_THAT(refusal(with("[10000,0,0]", "[10000,\"a\",0]")), HasSubstr("three numbers"));
    EXPECT_THAT(refusal(with("EPSG/0/7415", "LOCAL")), HasSubstr("is not understood"));
}

}  // namespace
}  // namespace hacthanh::io
