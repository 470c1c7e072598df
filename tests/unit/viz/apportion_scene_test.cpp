#include "viz/apportion_scene.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/io/sample_run.hpp"
#include "viz/fonts.hpp"
#include "viz/map_page.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace hacthanh::viz {
namespace {

class ApportionScene : public testing::Test {
protected:
    ApportionScene() : run_(), sink_(run_.header(), folder_.file("run.nc")), result_(folder_.file("run.nc.part")) {
        place_.name = "School";
        place_.name_vi = "Trường";
        place_.x = result_.grid().network_offset_x + result_.grid().x_centre.front();
        place_.y = result_.grid().network_offset_y + result_.grid().y_centre.front();
        place_.traffic = 8;
        place_.background = 12;
        place_.run = 21;
        place_.edges = {{result_.roads().front().name, 6}, {result_.roads().back().name, 0.001}, {"", 1.999}};
        place_.streets = {{"Main street", 6}};
    }

    io::testing::TestFolder folder_;
    io::testing::SampleRun run_;
    io::NetcdfResultSink sink_;
    io::ResultReader result_;
    io::Apportionment place_;
};

TEST_F(ApportionScene, ColoursStreetsByTheirShareOfTraffic) {
    auto const map = make_apportion_map(result_, place_, {});
    ASSERT_EQ(map.scene.roads.size(), result_.roads().size());
    EXPECT_FLOAT_EQ(map.scene.roads.front().value, 75);  // of traffic: the background is in no colour
    EXPECT_TRUE(std::isnan(map.scene.roads.back().value)) << "less than 0.1 %";
    EXPECT_EQ(map.scene.road_style, RoadStyle::coloured);
    ASSERT_EQ(map.scene.marks.size(), 1U);
    EXPECT_NEAR(map.scene.marks[0].at.x, result_.grid().x_centre.front(), 1e-9);
    EXPECT_EQ(map.scene.marks[0].name.vietnamese, "Trường");
    EXPECT_THAT(map.scene.source.front().english, testing::HasSubstr("not measurement"));
    EXPECT_THAT(map.scene.source.front().vietnamese, testing::HasSubstr("không phải số đo"));
    EXPECT_THAT(map.scene.warning.english, testing::HasSubstr("chematic"));
    EXPECT_TRUE(map.scene.wind);
}

TEST_F(ApportionScene, NitrogenDioxideIsNamedAsAShareOfNox) {
    auto const named = [&] {
        auto const map = make_apportion_map(result_, place_, {});
        for (auto const& [label, value] : map.scene.facts)
            if (label.english == "NO2, pro rata of NOx") return label.vietnamese + ": " + value.vietnamese;
        return std::string("none");
    };
    EXPECT_EQ(named(), "none") << "the run carried no NO2";
    place_.run_no2 = 10;  // of a sum of 20, of which 8 are the traffic's
    EXPECT_EQ(named(), "NO2 theo tỷ lệ NOx: 4 µg/m³");
}

TEST_F(ApportionScene, DrawsTheMarkAndItsName) {
    auto map = make_apportion_map(result_, place_, {});
    Typesetter const measure;
    auto const texts = [&] {
        std::vector<std::string> found;
        for (auto const& drawing : make_map_page(map.scene, Language::vietnamese, measure).drawings)
            if (auto const* text = std::get_if<TextDrawing>(&drawing)) found.push_back(text->text);
        return found;
    };
    EXPECT_THAT(texts(), testing::Contains("Trường"));
    map.scene.marks.front().at.x = 1e9;
    EXPECT_THAT(texts(), testing::Not(testing::Contains("Trường"))) << "outside the map";
}

TEST_F(ApportionScene, RefusesATableOfOtherStreets) {
    place_.edges = {{"elsewhere", 8}};
    EXPECT_THROW(make_apportion_map(result_, place_, {}), InputError);
}

}  // namespace
}  // namespace hacthanh::viz
