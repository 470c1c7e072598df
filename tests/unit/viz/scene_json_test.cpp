#include "viz/scene_json.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace hacthanh::viz {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

Scene rich_scene() {
    Scene scene = make_preset(Preset::street);
    scene.title = {"Lê Lợi avenue", "Đại lộ Lê Lợi"};
    scene.mode = SceneMode::swipe;
    scene.field = "NO2";
    scene.height_m = 3.25;
    scene.time = "@27012.5";
    scene.language = Language::english;
    scene.swipe_at = 0.25;
    scene.camera.centre = ScenePoint{582345.125, 2189001.5};
    find_layer(scene, LayerKind::roads)->colour_by = "emission:NOx";
    find_layer(scene, LayerKind::roads)->scale = ScaleKind::logarithmic;
    find_layer(scene, LayerKind::roads)->low = 0.1;
    find_layer(scene, LayerKind::roads)->high = 20;
    find_layer(scene, LayerKind::buildings)->visible = false;
    scene.layers.back().line = {{1, 2}, {3, 4.5}};
    scene.notes = {{1, 2, 3, {"here", "ở đây"}}};
    scene.city = "city";
    return scene;
}

void expect_refused(std::string const& json, std::string const& part) {
    EXPECT_THAT([&] { scene_from_json(json, "view.json"); },
                ThrowsMessage<InputError>(AllOf(HasSubstr("view.json"), HasSubstr(part))))
        << json;
}

TEST(SceneJsonTest, ReadsWhatItWrote) {
    for (Preset preset : {Preset::map, Preset::difference, Preset::street, Preset::three_d, Preset::timelapse,
                          Preset::wards, Preset::city}) {
        Scene const scene = make_preset(preset);
        EXPECT_EQ(scene_from_json(scene_to_json(scene), "x"), scene) << name(preset);
    }
    Scene const scene = rich_scene();
    EXPECT_EQ(scene_from_json(scene_to_json(scene), "x"), scene);
    EXPECT_EQ(scene_to_json(scene_from_json(scene_to_json(scene), "x")), scene_to_json(scene));
}

TEST(SceneJsonTest, SavesAndLoadsFiles) {
    io::testing::TestFolder const folder;
    save_scene(rich_scene(), folder.file("view.json"));
    EXPECT_EQ(load_scene(folder.file("view.json")), rich_scene());
    EXPECT_THAT([&] { load_scene(folder.file("none.json")); }, ThrowsMessage<InputError>(HasSubstr("no such file")));
    EXPECT_THROW(save_scene(rich_scene(), folder.file("none/view.json")), RunError);
}

TEST(SceneJsonTest, NamesTheKeyThatBreaksARule) {
    std::string const head = R"({"hacthanh_scene": 1, )";
    expect_refused(head + R"("feild": "NOx"})", "unknown key feild; did you mean field?");
    expect_refused(head + R"("layers": [{"kind": "roads", "colour": "flow"}]})", "unknown key layers[0].colour");
    expect_refused(head + R"("layers": [{"kind": "road"}]})", "layers[0].kind = \"road\" is not a choice");
    expect_refused(head + R"("layers": [{"visible": true}]})", "layers[0].kind is missing");
    expect_refused(head + R"("layers": [{"kind": "roads", "opacity": 2}]})", "layers[0].opacity = 2 (must be 0 to 1)");
    expect_refused(head + R"("layers": [{"kind": "roads", "colour_by": "velocity"}]})", "layers[0].colour_by");
    expect_refused(head + R"("layers": [{"kind": "slice", "colour_by": "flow"}]})",
                   "give one of concentration, vn_aqi");
    expect_refused(head + R"("layers": [{"kind": "section", "colour_by": "flow"}]})",
                   "a layer of kind section has none");
    expect_refused(head + R"("layers": [{"kind": "slice", "low": 5, "high": 1}]})", "above low = 5");
    expect_refused(head + R"("layers": [{"kind": "section", "line": [[1, 2]]}]})", "has 1 points (must have 2)");
    expect_refused(head + R"("layers": [{"kind": "roads"}, {"kind": "roads"}]})", "layers[1] is a second layer");
    expect_refused(head + R"("height_m": "high"})", "height_m has the wrong type (must be a number)");
    expect_refused(head + R"("camera": {"elevation_deg": -5}})", "camera.elevation_deg = -5");
    expect_refused(head + R"("camera": {"centre": [1]}})", "camera.centre");
    expect_refused(head + R"("mode": "both"})", "mode = \"both\" is not a choice; give one of single");
    expect_refused(R"({"field": "NOx"})", "hacthanh_scene = 0 (must be 1)");
    expect_refused("[]", "is no object");
    expect_refused("{\n\"hacthanh_scene\": 1,\n\"field\" \"NOx\"\n}", "view.json:3: is no JSON");
    expect_refused(head + R"("height_m": 1e999})", "is no scene");
    expect_refused("", "is no JSON");
}

TEST(SceneJsonTest, TwoSlicesAreAllowed) {
    Scene scene;
    scene.layers.resize(2);
    for (SceneLayer& layer : scene.layers) layer.kind = LayerKind::slice;
    EXPECT_NO_THROW(validate_scene(scene, "x"));
}

}  // namespace
}  // namespace hacthanh::viz
