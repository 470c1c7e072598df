#include "viz/map_renderer.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/viz/synthetic_scenes.hpp"
#include "viz/map_layout.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace hacthanh::viz {
namespace {

/// A plume in the middle of an empty square, drawn small to be quick.
MapScene plume() {
    MapScene scene;
    scene.width = 640;
    scene.height = 480;
    scene.extent = {0, 0, 1000, 1000};
    scene.field = synthetic::gaussian_plume(scene.extent, 50, 100, 80);
    scene.colours.range = ValueRange{0, 100};
    return synthetic::labelled(std::move(scene));
}

std::string bytes_of(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class MapRendererTest : public ::testing::Test {
protected:
    void SetUp() override {
        try {
            renderer_.emplace();
        } catch (RunError const& error) {
            GTEST_SKIP() << error.what();
        }
    }

    /// The picture, kept in the folder HACTHANH_PICTURE_DIR for looking at when that is set.
    Picture draw(MapScene const& scene, std::string const& name, Language language = Language::vietnamese) {
        Picture picture = renderer_->render(scene, language);
        if (char const* folder = std::getenv("HACTHANH_PICTURE_DIR"); folder != nullptr)
            write_png(picture, std::filesystem::path(folder) / (name + ".png"));
        return picture;
    }

    std::optional<MapRenderer> renderer_;
};

MapScene scaled(MapScene scene, int width, int height) {
    scene.width = width;
    scene.height = height;
    return scene;
}

int difference(Colour a, Colour b) {
    return std::abs(a.red - b.red) + std::abs(a.green - b.green) + std::abs(a.blue - b.blue);
}

/// Share of pixels in the box that are clearly darker than the paper.
double dark_share(Picture const& picture, Box const& box) {
    int dark = 0;
    int all = 0;
    for (int y = static_cast<int>(box.y); y < static_cast<int>(box.bottom()); ++y)
        for (int x = static_cast<int>(box.x); x < static_cast<int>(box.right()); ++x, ++all)
            dark += picture.at(x, y).green < 140;
    return static_cast<double>(dark) / all;
}

TEST_F(MapRendererTest, ShowsThePlumeWhereItIsInItsColours) {
    MapScene const scene = plume();
    auto const layout = lay_out_map(scene, Language::vietnamese, Typesetter());
    Picture const picture = draw(scene, "plume");
    ASSERT_EQ(picture.width, 640);
    ASSERT_EQ(picture.height, 480);
    ColourScale const colours(ColourMap::viridis, ScaleKind::linear, 0, 100, true);
    auto const at = [&](double east, double north) {
        return picture.at(static_cast<int>(layout.map.x + east * layout.map.width),
                          static_cast<int>(layout.map.bottom() - north * layout.map.height));
    };
    Colour const land{246, 246, 243};
    EXPECT_EQ(picture.at(3, 3), (Colour{255, 255, 255}));
    EXPECT_LE(difference(at(0.1, 0.5), land), 3);
    EXPECT_LE(difference(at(0.9, 0.4), land), 3);
    EXPECT_LE(difference(at(0.5, 0.5), colours(98)), 20);
    double const half = 80 * std::sqrt(2 * std::log(2.0)) / 1000;  // where a Gaussian is at half its peak
    for (auto const& [east, north] : {std::pair(half, 0.0), {-half, 0.0}, {0.0, half}, {0.0, -half}})
        EXPECT_LE(difference(at(0.5 + east, 0.5 + north), colours(50)), 30);
}

TEST_F(MapRendererTest, ShowsLegendTitleWarningAndSource) {
    MapScene const scene = plume();
    auto const layout = lay_out_map(scene, Language::english, Typesetter());
    Picture const picture = draw(scene, "plume_en", Language::english);
    EXPECT_GT(dark_share(picture, layout.header), 0.02);
    EXPECT_GT(dark_share(picture, layout.footer), 0.005);
    EXPECT_GT(dark_share(picture, layout.column), 0.02);
    // Down the colour bar the colours run from the top of the scale to its bottom.
    int const x = static_cast<int>(layout.column.x) + 10;
    bool top = false;
    bool bottom_after_top = false;
    ColourScale const colours(ColourMap::viridis, ScaleKind::linear, 0, 100, true);
    for (int y = static_cast<int>(layout.column.y); y < static_cast<int>(layout.column.bottom()); ++y) {
        top = top || difference(picture.at(x, y), colours(98)) < 25;
        bottom_after_top = bottom_after_top || (top && difference(picture.at(x, y), colours(30)) < 25);
    }
    EXPECT_TRUE(bottom_after_top);
}

TEST_F(MapRendererTest, DrawsRoadsOverTheField) {
    MapScene scene = plume();
    scene.field->values.assign(scene.field->values.size(), 0);
    scene.roads = {{{{0, 500}, {1000, 500}}, 400.0, 10.0F}};
    auto const layout = lay_out_map(scene, Language::vietnamese, Typesetter());
    int const y = static_cast<int>(layout.map.centre().y);
    int const x = static_cast<int>(layout.map.x + 0.4 * layout.map.width);
    Colour const plain = draw(scene, "road").at(x, y);
    scene.road_style = RoadStyle::none;
    Colour const none = draw(scene, "no_road").at(x, y);
    EXPECT_GT(difference(plain, none), 60);
    scene.road_style = RoadStyle::coloured;
    scene.colours.range = ValueRange{0, 10};
    Colour const coloured = draw(scene, "coloured_road").at(x, y);
    ColourScale const colours(ColourMap::viridis, ScaleKind::linear, 0, 10, false);
    EXPECT_LE(difference(coloured, colours(10)), 6);
}

TEST_F(MapRendererTest, SamePictureSameBytes) {
    auto const folder = std::filesystem::path(::testing::TempDir());
    auto const first = folder / "hacthanh_same_1.png";
    auto const second = folder / "hacthanh_same_2.png";
    MapScene const scene = plume();
    write_png(renderer_->render(scene, Language::vietnamese), first, {{"Source", "x.nc"}});
    draw(scaled(synthetic::town(), 800, 600), "town");  // something else in between
    MapRenderer another;
    write_png(another.render(scene, Language::vietnamese), second, {{"Source", "x.nc"}});
    EXPECT_GT(bytes_of(first).size(), 5000U);
    EXPECT_TRUE(bytes_of(first) == bytes_of(second));
    std::filesystem::remove(first);
    std::filesystem::remove(second);
}

TEST_F(MapRendererTest, AFolderThatIsNotThereIsReported) {
    Picture const picture = renderer_->render(plume(), Language::english);
    EXPECT_THROW(write_png(picture, "/no/such/folder/picture.png"), RunError);
}

TEST_F(MapRendererTest, DrawsAWholeCity) {
    MapScene small = scaled(synthetic::city_of_6_km(), 800, 600);
    EXPECT_EQ(draw(small, "city").rgb.size(), 800U * 600U * 3U);
    small.road_style = RoadStyle::coloured;
    auto const layout = lay_out_map(small, Language::vietnamese, Typesetter());
    EXPECT_GT(dark_share(draw(small, "city_roads"), layout.map), 0.01);
}

}  // namespace
}  // namespace hacthanh::viz
