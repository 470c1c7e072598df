/// The real window under an X server without a screen: what a hand and a keyboard do, and what they find.

#include "tests/e2e/window/window_fixture.hpp"

#include "sim/core/error.hpp"
#include "viz/detail/x_server.hpp"
#include "viz/scene_json.hpp"
#include "viz/window/chart_widget.hpp"
#include "viz/window/time_bar.hpp"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSlider>

#include <algorithm>

namespace hacthanh::viz {
namespace {

using ::testing::HasSubstr;

TEST_F(WindowTest, PlayingGoesThroughTheStepsAndTheClockFollows) {
    MainWindow& window = open();
    window.session().show_step(0);
    settle();
    auto const* const clock = window.findChild<QLabel*>("clock");
    QString const before = clock->text();
    EXPECT_THAT(before.toStdString(), HasSubstr("07:00"));
    window.time_bar().play(true);
    EXPECT_TRUE(wait_until([&] { return window.session().step() >= 2; }));
    window.time_bar().play(false);
    settle();
    EXPECT_NE(clock->text(), before);
    EXPECT_EQ(window.findChild<QSlider*>("time")->value(), static_cast<int>(window.session().step()));
    window.findChild<QSlider*>("time")->setValue(7);
    EXPECT_EQ(window.session().step(), 7U);
}

TEST_F(WindowTest, AClickedStreetShowsTheSeriesOfTheFileAndWritesIt) {
    MainWindow& window = open();
    std::size_t const road = busy_road();
    click(window.pane().pixel_of(middle_of(road)));
    ASSERT_TRUE(window.chart().chart());
    auto const& series = window.chart().chart()->first;
    io::ResultReader const file(first().string());
    // The two directions of a street may lie on top of each other: the one that was hit is found by its name.
    auto const facts = window.findChild<QLabel*>("facts")->text().toStdString();
    std::size_t const hit = window.session().first().road_near(middle_of(road), 10).value();
    auto const truth = window.session().first().road_series("speed", hit);
    ASSERT_EQ(series.time_s, file.times().end_s);
    auto const stored = file.road_history(io::RoadQuantity::speed, hit);
    ASSERT_EQ(series.value.size(), stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        EXPECT_EQ(std::isnan(series.value[i]), std::isnan(stored[i])) << i;
        if (std::isnan(stored[i])) continue;
        EXPECT_NEAR(series.value[i], 3.6F * stored[i], 1e-4F * (1 + 3.6F * stored[i])) << i;
    }
    EXPECT_FALSE(facts.empty());
    window.save_csv(*folder_ / "series.csv");
    auto const csv = test::read_file(*folder_ / "series.csv");
    EXPECT_THAT(csv, HasSubstr("time,value\n2026-01-15T07:01:00+00:00,"));
    EXPECT_EQ(std::ranges::count(csv, '\n'), 2 + static_cast<std::ptrdiff_t>(stored.size()));
}

TEST_F(WindowTest, TheAirUnderAClickIsThatOfItsCell) {
    MainWindow& window = open();
    window.session().change([](Scene& scene) { find_layer(scene, LayerKind::roads)->visible = false; });
    settle();
    auto const& grid = window.session().first().result().grid();
    std::size_t const i = grid.nx() / 2, j = grid.ny() / 3;
    click(window.pane().pixel_of({grid.x_centre[i], grid.y_centre[j]}));
    ASSERT_TRUE(window.chart().chart());
    io::ResultReader const file(first().string());
    std::size_t const species = window.session().first().species(window.session().scene().field);
    for (std::size_t step = 0; step < file.n_steps(); ++step)
        EXPECT_EQ(window.chart().chart()->first.value.at(step),
                  file.concentration_layer(species, step, 0).at(j * grid.nx() + i));
}

TEST_F(WindowTest, TwoResultsAreSeenWithOneCameraAndOneScale) {
    MainWindow& window = open(second());
    EXPECT_EQ(window.session().scene().mode, SceneMode::side_by_side);
    drag({900, 300}, {820, 360});
    settle();
    auto const near = [](SceneCamera const& a, SceneCamera const& b) {
        EXPECT_NEAR(a.centre->x, b.centre->x, 1e-3);
        EXPECT_NEAR(a.centre->y, b.centre->y, 1e-3);
        EXPECT_NEAR(a.view_m, b.view_m, 1e-3);
        EXPECT_NEAR(a.azimuth_deg, b.azimuth_deg, 1e-3);
    };
    near(window.pane().camera(), window.pane().camera(true));
    drag({300, 300}, {360, 330}, Qt::RightButton);
    settle();
    EXPECT_LT(window.pane().camera().elevation_deg, 91);
    near(window.pane().camera(), window.pane().camera(true));
    click(window.pane().pixel_of(middle_of(busy_road())));
    ASSERT_TRUE(window.chart().chart());
    EXPECT_TRUE(window.chart().chart()->second.has_value());
    window.session().change([](Scene& scene) { scene.mode = SceneMode::difference; });
    settle();
    bool found = false;
    for (auto const& legend : window.pane().legends()) {
        if (legend.layer != LayerKind::slice) continue;
        found = true;
        EXPECT_EQ(legend.range.low, -legend.range.high);
        EXPECT_EQ(legend.colour_map, ColourMap::blue_orange);
    }
    EXPECT_TRUE(found);
    window.session().change([](Scene& scene) { scene.mode = SceneMode::swipe; });
    settle();
    near(window.pane().camera(), window.pane().camera(true));
}

TEST_F(WindowTest, ASceneIsSavedAndComesBackEqual) {
    MainWindow& window = open();
    window.findChild<QCheckBox*>("buildings")->setChecked(true);
    window.pane().zoom(0.5, {200, 200});
    settle();
    Scene const scene = window.session().scene();
    save_scene(scene, *folder_ / "scene.json");
    window.session().replace(Scene{});
    EXPECT_FALSE(window.session().scene() == scene);
    window.session().replace(load_scene(*folder_ / "scene.json"));
    EXPECT_TRUE(window.session().scene() == scene);
    window.session().undo();
    window.session().undo();
    EXPECT_TRUE(window.session().scene() == scene) << "two scenes were put in place and both taken back";
    window.session().redo();
    EXPECT_FALSE(window.session().scene() == scene);
}

TEST_F(WindowTest, BothLanguagesAndTheCaution) {
    MainWindow& window = open();
    auto const said = [&](char const* words) {
        auto const labels = window.findChildren<QLabel*>();
        return std::ranges::any_of(labels, [&](QLabel* label) { return label->text().contains(words); });
    };
    window.session().change([](Scene& scene) { scene.language = Language::vietnamese; });
    EXPECT_TRUE(said("Kết quả mô phỏng, không phải số đo"));
    EXPECT_TRUE(said("Mạng lưới đường sơ đồ"));
    window.session().change([](Scene& scene) { scene.language = Language::english; });
    EXPECT_TRUE(said("Simulation, not measurement"));
    EXPECT_FALSE(said("Kết quả mô phỏng"));
}

TEST_F(WindowTest, ARunInProgressIsFollowed) {
    auto const file = *folder_ / "growing.nc";
    test::Command run(run_arguments(file, {"--set", "mesh.cell_size_m=6"}));
    auto const part = file.string() + ".part";
    auto const steps = [&] {
        try {
            return io::ResultReader(part).n_steps();
        } catch (InputError const&) {
            return std::size_t(0);
        }
    };
    ASSERT_TRUE(wait_until([&] { return fs::exists(part) && steps() >= 1; }, 60000));
    MainWindow& window = open({}, part);
    std::size_t const before = window.session().n_steps();
    EXPECT_LT(before, 10U);
    click(window.pane().pixel_of(middle_of(busy_road())));
    ASSERT_TRUE(window.chart().chart());
    EXPECT_TRUE(wait_until([&] { return window.session().n_steps() > before; }, 60000));
    EXPECT_EQ(window.session().step(), window.session().n_steps() - 1) << "who looks at the last step goes on so";
    // The chart follows with the next drawing, behind which another step may come.
    EXPECT_TRUE(
        wait_until([&] { return window.chart().chart()->first.time_s.size() == window.session().n_steps(); }, 60000))
        << "the chart goes on too";
    EXPECT_TRUE(wait_until([&] { return window.session().n_steps() == 10; }, 120000));
    EXPECT_EQ(run.wait().exit_code, 0);
}

TEST_F(WindowTest, WhatTheWindowShowsIsAPictureOfTheResult) {
    MainWindow& window = open();
    window.save_picture(*folder_ / "view.png");
    QImage const picture((*folder_ / "view.png").c_str());
    EXPECT_GT(picture.width(), 600);
    // The busiest road is drawn; far outside of the town is bare paper.
    QImage const pane = window.pane().grabFramebuffer();
    auto const at = window.pane().pixel_of(middle_of(busy_road()));
    QColor const road = pane.pixelColor(at.toPoint());
    QColor const paper = pane.pixelColor(4, 4);
    EXPECT_GT(std::abs(road.lightness() - paper.lightness()), 8) << road.name().toStdString();
}

struct BadStart {
    char const* name;
    std::vector<std::string> arguments;
    char const* must_say;
};
void PrintTo(BadStart const& bad, std::ostream* out) { *out << bad.name; }  // NOLINT: a hook of GoogleTest

class BadStartTest : public WindowTest, public ::testing::WithParamInterface<BadStart> {};

TEST_P(BadStartTest, IsSaidAndNothingCrashes) {
    test::write_file(*folder_ / "truncated.nc", test::read_file(first()).substr(0, 5000));
    test::write_file(
        *folder_ / "layer.json",
        "{\"hacthanh_scene\": 1, \"field\": \"NOx\", \"time\": \"last\", \"layers\": [{\"kind\": \"clouds\"}]}");
    std::vector<std::string> arguments{program("hacthanh-view")};
    for (auto const& word : GetParam().arguments)
        arguments.push_back(word.starts_with("@") ? (*folder_ / word.substr(1)).string() : word);
    auto const result = test::run_command(arguments);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr(GetParam().must_say));
}

INSTANTIATE_TEST_SUITE_P(All, BadStartTest,
                         ::testing::Values(BadStart{"Truncated", {"@truncated.nc"}, "truncated.nc"},
                                           BadStart{"Missing", {"@nowhere.nc"}, "nowhere.nc"},
                                           BadStart{"UnknownLayer", {"@first.nc", "--scene", "@layer.json"}, "clouds"}),
                         [](auto const& test) { return std::string(test.param.name); });

TEST_F(WindowTest, TheCommandKeepsItselfAsAPicture) {
    fs::path const picture = *folder_ / "window.png";
    auto const at = [&] {
        open();
        auto const middle = middle_of(busy_road());
        return std::to_string(middle.x) + "," + std::to_string(middle.y);
    }();
    auto const result = test::run_command({program("hacthanh-view"), first().string(), second().string(), "--language",
                                           "en", "--at", at, "--picture", picture.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    QImage const kept(QString::fromStdString(picture.string()));
    EXPECT_GT(kept.width(), 800);
    auto const nowhere = test::run_command({program("hacthanh-view"), first().string(), "--picture", "/nowhere/w.png"});
    EXPECT_EQ(nowhere.exit_code, 1);
    EXPECT_THAT(nowhere.err, HasSubstr("/nowhere/w.png"));
}

TEST_F(WindowTest, WithoutADisplayItNamesWhatNeedsNone) {
    auto const result = test::run_command(
        {"env", "-u", "DISPLAY", "-u", "QT_QPA_PLATFORM", program("hacthanh-view"), first().string()});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("hacthanh render"));
}

TEST_F(WindowTest, ADisplayThatDoesNotAnswerIsNamed) {
    auto const result = test::run_command({"env", "DISPLAY=:9871", program("hacthanh-view"), first().string()});
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr(":9871"));
    EXPECT_THAT(result.err, HasSubstr("hacthanh render"));
}

TEST_F(WindowTest, ADisplayWithoutOpenGlIsRefused) {
    auto const server = detail::XServer::start({"-extension", "GLX"});
    ASSERT_TRUE(server);
    auto const result =
        test::run_command({"env", "DISPLAY=" + server->display(), program("hacthanh-view"), first().string()});
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr("GLX"));
}

}  // namespace
}  // namespace hacthanh::viz
