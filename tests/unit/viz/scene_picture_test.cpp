#include "viz/scene_picture.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/viz/traced_run.hpp"
#include "viz/scene_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr int width = 320;
constexpr int height = 240;

SceneLayer layer(LayerKind kind, std::string colour_by = {}) {
    SceneLayer layer;
    layer.kind = kind;
    layer.colour_by = std::move(colour_by);
    return layer;
}

std::size_t changed(Picture const& a, Picture const& b) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < a.rgb.size(); i += 3)
        n += a.rgb[i] != b.rgb[i] || a.rgb[i + 1] != b.rgb[i + 1] || a.rgb[i + 2] != b.rgb[i + 2];
    return n;
}

class ScenePictureTest : public ::testing::Test {
protected:
    ScenePictureTest() {
        testing::write_traced_run(folder_.file("a.nc"), 3);
        testing::write_traced_run(folder_.file("b.nc"), 3, true, 2);
        a_.emplace(folder_.file("a.nc"));
        b_.emplace(folder_.file("b.nc"));
    }
    static Scene oblique(std::vector<SceneLayer> layers) {
        Scene scene;
        scene.layers = std::move(layers);
        scene.camera = {Projection::perspective, {}, 0, 15, 35, 260};
        scene.time = "@25620";
        return scene;
    }

    io::testing::TestFolder folder_;
    std::optional<SceneData> a_;
    std::optional<SceneData> b_;
};

TEST_F(ScenePictureTest, EveryLayerIsSeenAndGoesWhenHidden) {
    SceneRenderer renderer(*a_, nullptr);
    Picture const bare = renderer.render_bare(oblique({layer(LayerKind::ground)}), width, height);
    for (LayerKind kind :
         {LayerKind::roads, LayerKind::slice, LayerKind::section, LayerKind::isosurface, LayerKind::volume,
          LayerKind::wind, LayerKind::vehicles, LayerKind::receptors, LayerKind::labels}) {
        Scene scene = oblique({layer(LayerKind::ground), layer(kind)});
        EXPECT_GT(changed(renderer.render_bare(scene, width, height), bare), 10U) << name(kind);
        scene.layers[1].visible = false;
        EXPECT_EQ(renderer.render_bare(scene, width, height).rgb, bare.rgb) << name(kind);
    }
}

TEST_F(ScenePictureTest, TheSameSceneIsTheSamePicture) {
    Scene const scene = make_preset(Preset::map);
    SceneRenderer one(*a_, nullptr);
    SceneRenderer other(*a_, nullptr);
    auto const picture = one.render(scene, 800, 600);
    EXPECT_EQ(other.render(scene, 800, 600).rgb, picture.rgb);
    Scene later = scene;
    later.time = "0";
    EXPECT_GT(changed(one.render(later, 800, 600), picture), 500U);
    EXPECT_EQ(one.render(scene, 800, 600).rgb, picture.rgb);  // nothing of the other time stays
}

TEST_F(ScenePictureTest, ThePageSaysWhatMustBeSaid) {
    SceneRenderer renderer(*a_, nullptr);
    renderer.render(make_preset(Preset::map), 800, 600);
    MapScene const& page = renderer.page();
    EXPECT_THAT(page.title.vietnamese, HasSubstr("Hai con đường"));
    EXPECT_THAT(page.warning.english, HasSubstr("chematic"));
    EXPECT_THAT(page.source.front().english, HasSubstr("Simulation, not measurement"));
    EXPECT_THAT(page.source.front().vietnamese, HasSubstr("không phải số đo"));
    EXPECT_EQ(page.colours.unit.english, "µg/m³");
    EXPECT_THAT(page.subtitle.english, HasSubstr("07:05–07:15"));
    ASSERT_TRUE(page.wind);
}

TEST_F(ScenePictureTest, TheScaleIsThatOfAllTimesAndBothResults) {
    SceneRenderer alone(*a_, nullptr);
    SceneRenderer both(*a_, &*b_);
    Scene scene = make_preset(Preset::map);
    scene.time = "0";
    alone.render(scene, 800, 600);
    auto const range = *alone.page().colours.range;
    scene.time = "2";
    alone.render(scene, 800, 600);
    EXPECT_EQ(alone.page().colours.range->high, range.high);
    both.render(scene, 800, 600);
    EXPECT_GT(both.page().colours.range->high, 1.5 * range.high);
}

TEST_F(ScenePictureTest, DifferenceIsSymmetricAndEmptyForEqualRuns) {
    SceneData const same(folder_.file("a.nc"));
    Scene scene = make_preset(Preset::difference);
    Scene without = scene;
    find_layer(without, LayerKind::slice)->visible = false;
    SceneRenderer equal(*a_, &same);
    find_layer(scene, LayerKind::slice)->low = -5;  // no change gives no range
    find_layer(scene, LayerKind::slice)->high = 5;
    EXPECT_LT(changed(equal.render_bare(scene, width, height), equal.render_bare(without, width, height)), 10U);
    SceneRenderer twice(*a_, &*b_);
    find_layer(scene, LayerKind::slice)->low.reset();
    find_layer(scene, LayerKind::slice)->high.reset();
    twice.render(scene, 800, 600);
    EXPECT_DOUBLE_EQ(twice.page().colours.range->low, -twice.page().colours.range->high);
    EXPECT_EQ(twice.page().colours.map, ColourMap::blue_orange);
    EXPECT_GT(changed(twice.render_bare(scene, width, height), twice.render_bare(without, width, height)), 1000U);
}

TEST_F(ScenePictureTest, SidesAndSwipeShowBothResults) {
    SceneRenderer renderer(*a_, &*b_);
    Scene scene = make_preset(Preset::map);
    find_layer(scene, LayerKind::labels)->visible = false;
    Picture const a = renderer.render_bare(scene, width, height);
    scene.mode = SceneMode::swipe;
    scene.swipe_at = 0.5;
    Picture const swipe = renderer.render_bare(scene, width, height);
    bool left_same = true;
    bool right_same = true;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (!(a.at(x, y) == swipe.at(x, y))) (x < width / 2 ? left_same : right_same) = false;
    EXPECT_TRUE(left_same);
    EXPECT_FALSE(right_same);
    scene.mode = SceneMode::side_by_side;
    renderer.render(scene, 900, 600);
    ASSERT_EQ(renderer.page().view->captions.size(), 2U);
    EXPECT_EQ(renderer.page().view->captions[1].english, "B: b");
}

TEST_F(ScenePictureTest, SaysWhichLayerLacksWhat) {
    SceneView view(*a_, nullptr, Pane::first);
    Scene const good = oblique({layer(LayerKind::roads)});
    view.show(good);
    EXPECT_THAT([&] { view.show(oblique({layer(LayerKind::wards)})); },
                ThrowsMessage<InputError>(AllOf(HasSubstr("wards"), HasSubstr("hide the layer"))));
    EXPECT_EQ(view.scene(), good);
    EXPECT_THAT([&] { view.show(oblique({layer(LayerKind::roads, "kerb:NOx")})); },
                ThrowsMessage<InputError>(HasSubstr("holds no kerb concentrations")));
    EXPECT_THAT([&] { view.show(oblique({layer(LayerKind::wind, "streamlines")})); },
                ThrowsMessage<InputError>(HasSubstr("name a file of `hacthanh wind`")));
    Scene other = good;
    other.field = "SO2";
    other.layers.push_back(layer(LayerKind::slice));
    EXPECT_THAT([&] { view.show(other); },
                ThrowsMessage<InputError>(HasSubstr("\"SO2\" is not in the file; it has NOx")));
    io::testing::SampleRun().write(folder_.file("plain.nc"), 2, true);
    SceneData const plain(folder_.file("plain.nc"));
    SceneView untraced(plain, nullptr, Pane::first);
    EXPECT_THAT([&] { untraced.show(oblique({layer(LayerKind::vehicles)})); },
                ThrowsMessage<InputError>(HasSubstr("output.trace_interval_s")));
    EXPECT_THAT([&] { untraced.show(oblique({layer(LayerKind::receptors)})); },
                ThrowsMessage<InputError>(HasSubstr("holds no receptors")));
    EXPECT_THAT([&] { SceneView(plain, nullptr, Pane::difference); },
                ThrowsMessage<InputError>(HasSubstr("second result")));
}

TEST_F(ScenePictureTest, CamerasComeBackAsTheyWereSet) {
    SceneView view(*a_, nullptr, Pane::first);
    Scene scene = oblique({layer(LayerKind::roads)});
    for (SceneCamera const& camera :
         {SceneCamera{Projection::perspective, ScenePoint{578500, 2187500}, 12, 200, 25, 300},
          SceneCamera{Projection::orthographic, ScenePoint{578500, 2187500}, 0, 30, 90, 500},
          SceneCamera{Projection::orthographic, ScenePoint{578500, 2187500}, 0, 0, 90, 500}}) {
        scene.camera = camera;
        view.show(scene);
        SceneCamera const back = view.camera();
        EXPECT_EQ(back.projection, camera.projection);
        EXPECT_NEAR(back.centre->x, camera.centre->x, 1e-6);
        EXPECT_NEAR(back.centre->y, camera.centre->y, 1e-6);
        EXPECT_NEAR(back.centre_height_m, camera.centre_height_m, 1e-6);
        EXPECT_NEAR(back.azimuth_deg, camera.azimuth_deg, 1e-6);
        EXPECT_NEAR(back.elevation_deg, camera.elevation_deg, 1e-6);
        EXPECT_NEAR(back.view_m, camera.view_m, 1e-6);
    }
}

TEST_F(ScenePictureTest, PicksTheStreetAndTheAirUnderAPixel) {
    SceneView view(*a_, nullptr, Pane::first);
    Scene scene;
    scene.layers = {layer(LayerKind::slice), layer(LayerKind::roads, "flow"), layer(LayerKind::receptors)};
    scene.camera = {Projection::orthographic, ScenePoint{578357 + 200, 2187411 + 150}, 0, 0, 90, 240};
    view.show(scene);
    // 1 m per pixel: (60, 150) of the network is 140 px left of the middle.
    auto const road = view.pick(width / 2.0 - 140, height / 2.0, width, height);
    ASSERT_TRUE(road);
    EXPECT_EQ(road->layer, LayerKind::roads);
    EXPECT_EQ(road->index, 0U);
    EXPECT_EQ(road->name.vietnamese, "Đường Lê Lợi");
    EXPECT_NEAR(road->x, 578357 + 60, 0.01);
    EXPECT_FLOAT_EQ(road->value.value(), (*a_->roads("flow", view.moment()))[0]);
    auto const air = view.pick(width / 2.0 - 90, height / 2.0 + 60, width, height);
    ASSERT_TRUE(air);
    EXPECT_EQ(air->layer, LayerKind::slice);
    EXPECT_FLOAT_EQ(air->value.value(), a_->probe("NOx", view.moment(), {air->x, air->y}, 1.5).value());
    auto const school = view.pick(width / 2.0 - 80, height / 2.0 + 70, width, height);
    ASSERT_TRUE(school);
    EXPECT_EQ(school->layer, LayerKind::receptors);
    EXPECT_EQ(school->name.english, "School");
    EXPECT_FALSE(view.pick(0, 0, 0, 0));
}

}  // namespace
}  // namespace hacthanh::viz
