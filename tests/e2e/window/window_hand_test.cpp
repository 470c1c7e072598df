/// What a hand picks, drags and keeps in the window, held against the result file.

#include "tests/e2e/window/window_fixture.hpp"

#include "io/city_folder.hpp"
#include "sim/core/error.hpp"
#include "tests/support/built_city.hpp"
#include "viz/bookmarks.hpp"
#include "viz/window/chart_widget.hpp"

#include <QLabel>
#include <QListWidget>
#include <QSlider>
#include <QStatusBar>

#include <algorithm>
#include <filesystem>

namespace hacthanh::viz {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class WindowHandTest : public WindowTest {
protected:
    std::string facts() const { return window_->findChild<QLabel*>("facts")->text().toStdString(); }
    /// Only these layers are shown.
    void show_only(std::vector<LayerKind> const& kinds, std::string const& city = {}) {
        window_->session().change([&](Scene& scene) {
            scene.language = Language::english;
            scene.city = city;
            scene.layers.clear();
            for (LayerKind const kind : kinds) {
                scene.layers.emplace_back();
                scene.layers.back().kind = kind;
            }
        });
        settle();
    }
    float in_file(std::string const& field, std::size_t step, std::size_t i, std::size_t j) const {
        io::ResultReader const file(first().string());
        return file.concentration_layer(window_->session().first().species(field), step, 0)
            .at(j * file.grid().nx() + i);
    }
};

TEST_F(WindowHandTest, ThePickedStreetTellsOfTheMomentAndPollutantShown) {
    MainWindow& window = open();
    std::size_t const road = busy_road();
    window.session().change([](Scene& scene) { scene.language = Language::english; });
    window.session().show_step(2);
    settle();
    click(window.pane().pixel_of(middle_of(road)));
    std::size_t const hit = window.session().first().road_near(middle_of(road), 10).value();
    io::ResultReader const file(first().string());
    auto const flow = file.road_history(io::RoadQuantity::flow, hit);
    auto const label = road_quantity_name("flow").english;
    auto const shown = [&](std::size_t step) {
        return label + ": " + format_number(static_cast<double>(flow.at(step)), Language::english) + " vehicles/h";
    };
    EXPECT_THAT(facts(), HasSubstr(shown(2)));
    ASSERT_NE(shown(2), shown(5)) << "the test needs a step with other numbers";
    window.session().show_step(5);
    settle();
    EXPECT_THAT(facts(), HasSubstr(shown(5))) << "the numbers are those of the new step";
    // Another pollutant, and roads coloured by its emission: facts and series follow.
    window.session().change([](Scene& scene) {
        scene.field = "PM";
        find_layer(scene, LayerKind::roads)->colour_by = "emission:PM";
    });
    settle();
    EXPECT_THAT(facts(), HasSubstr("PM"));
    auto const truth = window.session().first().road_series("emission:PM", hit);
    EXPECT_EQ(window.chart().chart()->first.name.english, truth.name.english);
    EXPECT_EQ(window.chart().chart()->first.value.size(), truth.value.size());
    window.pane().zoom(0.2, {100, 100});
    settle();
    EXPECT_THAT(facts(), HasSubstr(label)) << "going nearer does not lose the street";
    window.session().change([](Scene& scene) { find_layer(scene, LayerKind::roads)->visible = false; });
    settle();
    EXPECT_THAT(facts(), Not(HasSubstr(label))) << "no old numbers when they cannot be had again";
}

TEST_F(WindowHandTest, AFreePointShowsTheCellOfTheFileAtEveryStep) {
    MainWindow& window = open();
    show_only({LayerKind::slice});
    auto const& grid = window.session().first().result().grid();
    std::size_t const i = grid.nx() / 2, j = grid.ny() / 3;
    click(window.pane().pixel_of({grid.x_centre[i], grid.y_centre[j]}));
    ASSERT_TRUE(window.chart().chart());
    for (std::string const field : {"NOx", "PM"})
        for (std::size_t const step : {3U, 7U}) {
            window.session().change([&](Scene& scene) { scene.field = field; });
            window.session().show_step(step);
            settle();
            auto const truth = static_cast<double>(in_file(field, step, i, j));
            EXPECT_THAT(facts(), HasSubstr(": " + format_number(truth, Language::english) + " "));
            EXPECT_EQ(window.chart().chart()->first.value.at(step), in_file(field, step, i, j));
        }
}

TEST_F(WindowHandTest, ABuildingAndAWardAreThoseOfTheCityFolder) {
    MainWindow& window = open();
    auto const& grid = window.session().first().result().grid();
    auto const at = [&](double share_x, double share_y) {
        return ScenePoint{grid.x_centre.front() + share_x * (grid.x_centre.back() - grid.x_centre.front()),
                          grid.y_centre.front() + share_y * (grid.y_centre.back() - grid.y_centre.front())};
    };
    double const dx = grid.network_offset_x, dy = grid.network_offset_y;
    auto const house = at(0.3, 0.6);
    auto const ward = at(0.7, 0.4);
    io::CityFolder content;
    content.about.name = "Town";
    content.network = fs::path(HACTHANH_SOURCE_DIR) / "scenarios/tutorial/town.net.xml";
    content.city.buildings = {
        test::box_building(house.x + dx - 20, house.y + dy - 20, house.x + dx + 20, house.y + dy + 20, 17)};
    city::PopulationZone zone;
    zone.id = "Phường Điện Biên";
    zone.residents = 4321;
    zone.parts.push_back({{{ward.x + dx - 60, ward.y + dy - 60},
                           {ward.x + dx + 60, ward.y + dy - 60},
                           {ward.x + dx + 60, ward.y + dy + 60},
                           {ward.x + dx - 60, ward.y + dy + 60}},
                          {}});
    content.city.population = {zone};
    auto const folder = *folder_ / "city";
    io::write_city_folder(folder, content);
    show_only({LayerKind::wards, LayerKind::slice, LayerKind::buildings}, folder.string());
    click(window.pane().pixel_of(house));
    EXPECT_THAT(facts(), HasSubstr("17 m"));
    ASSERT_TRUE(window.chart().chart());
    click(window.pane().pixel_of(ward));
    EXPECT_THAT(facts(), HasSubstr("Phường Điện Biên"));
    EXPECT_THAT(facts(), HasSubstr("4,321")) << facts();
}

TEST_F(WindowHandTest, OneDragOfASliderIsOneStepBack) {
    MainWindow& window = open();
    auto* const slider = window.findChild<QSlider*>("slice opacity");
    ASSERT_NE(slider, nullptr);
    double const before = find_layer(window.session().scene(), LayerKind::slice)->opacity;
    auto const scene_before = window.session().scene();
    slider->setSliderDown(true);
    for (int value = 90; value >= 30; value -= 10) slider->setValue(value);
    slider->setSliderDown(false);
    EXPECT_DOUBLE_EQ(find_layer(window.session().scene(), LayerKind::slice)->opacity, 0.3);
    window.session().undo();
    EXPECT_DOUBLE_EQ(find_layer(window.session().scene(), LayerKind::slice)->opacity, before);
    EXPECT_TRUE(window.session().scene() == scene_before);
    window.session().redo();
    EXPECT_DOUBLE_EQ(find_layer(window.session().scene(), LayerKind::slice)->opacity, 0.3);
}

TEST_F(WindowHandTest, ASliderMovedByKeysIsOneStepBackToo) {
    MainWindow& window = open();
    auto* const slider = window.findChild<QSlider*>("slice opacity");
    auto const scene_before = window.session().scene();
    for (int value = 99; value >= 95; --value) slider->setValue(value);
    EXPECT_DOUBLE_EQ(find_layer(window.session().scene(), LayerKind::slice)->opacity, 0.95);
    window.session().change([](Scene& scene) { scene.height_m = 4; });
    slider->setValue(60);
    window.session().undo();
    EXPECT_DOUBLE_EQ(find_layer(window.session().scene(), LayerKind::slice)->opacity, 0.95)
        << "another change lay between";
    window.session().undo();
    window.session().undo();
    EXPECT_TRUE(window.session().scene() == scene_before);
    EXPECT_FALSE(window.session().can_undo());
}

TEST_F(WindowHandTest, PanesSayWhichResultTheyShow) {
    MainWindow& window = open(second());
    auto* const a = window.findChild<QLabel*>("name of A");
    auto* const b = window.findChild<QLabel*>("name of B");
    ASSERT_TRUE(a != nullptr && b != nullptr);
    EXPECT_EQ(a->text(), "A: first.nc");
    EXPECT_EQ(b->text(), "B: second.nc");
    EXPECT_LT(a->geometry().right(), window.pane().width() / 2);
    EXPECT_GE(b->geometry().left(), window.pane().width() / 2);
    auto const show = [&](SceneMode mode) {
        window.session().change([mode](Scene& scene) { scene.mode = mode; });
        settle();
    };
    show(SceneMode::difference);
    EXPECT_EQ(a->text(), "B − A · A: first.nc · B: second.nc");
    EXPECT_FALSE(b->isVisible());
    show(SceneMode::single);
    EXPECT_FALSE(a->isVisible() || b->isVisible());
}

TEST_F(WindowHandTest, APollutantThatTheResultHasNotIsRefused) {
    MainWindow& window = open();
    auto const before = window.session().scene();
    EXPECT_THROW(window.session().change([](Scene& scene) { scene.field = "SO2"; }), InputError);
    EXPECT_TRUE(window.session().scene() == before);
}

TEST_F(WindowHandTest, ALayerWithoutDataIsNamedAndTheWindowGoesOn) {
    MainWindow& window = open();
    window.session().change([](Scene& scene) {
        SceneLayer wards;
        wards.kind = LayerKind::wards;
        scene.layers.push_back(wards);
        scene.wards = "/nowhere/wards.gpkg";
    });
    EXPECT_TRUE(wait_until([&] { return window.statusBar()->currentMessage().contains("/nowhere/wards.gpkg"); }));
    window.session().undo();
    window.session().show_step(2);
    settle();
    EXPECT_EQ(window.pane().legends().size(), 1U);
}

TEST_F(WindowHandTest, AFileThatIsDamagedWhileItIsOpenIsReported) {
    auto const file = *folder_ / "damaged.nc";
    fs::copy_file(first(), file, fs::copy_options::overwrite_existing);
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    MainWindow& window = open({}, file);
    fs::resize_file(file, 4096);
    std::string said;
    for (std::size_t step = 0; step < window.session().n_steps() && said.empty(); ++step) {
        window.session().show_step(step);
        settle();
        said = window.statusBar()->currentMessage().toStdString();
    }
    EXPECT_THAT(said, HasSubstr("damaged.nc"));
    EXPECT_TRUE(window.isVisible());
}

TEST_F(WindowHandTest, KeptViewsAreThereWhenTheResultIsOpenedAgain) {
    auto const file = bookmark_file(first());
    std::filesystem::remove(file);
    open();
    window_->session().change([](Scene& scene) { scene.field = "PM"; });
    window_->session().add_bookmark("PM, trung tâm");
    Scene const kept = window_->session().scene();
    window_->session().change([](Scene& scene) { scene.height_m = 4; });
    window_->session().add_bookmark("cao hơn");
    window_->session().add_bookmark("cao hơn");
    ASSERT_EQ(window_->session().bookmarks().size(), 3U);
    EXPECT_EQ(window_->session().bookmarks()[2].name, "cao hơn (2)");
    window_->session().remove_bookmark(2);
    MainWindow& again = open();
    ASSERT_EQ(again.session().bookmarks().size(), 2U);
    EXPECT_EQ(again.session().bookmarks()[0], (Bookmark{"PM, trung tâm", kept}));
    auto* const list = again.findChild<QListWidget*>("bookmarks");
    ASSERT_EQ(list->count(), 2);
    EXPECT_EQ(list->item(0)->text().toStdString(), "PM, trung tâm");
    list->setCurrentRow(0);
    Q_EMIT list->itemActivated(list->item(0));
    EXPECT_TRUE(again.session().scene() == kept);
    again.session().remove_bookmark(0);
    ASSERT_EQ(load_bookmarks(file).size(), 1U);
    EXPECT_EQ(load_bookmarks(file)[0].name, "cao hơn");

    // A damaged file: the window opens, and what is in it is not written over.
    test::write_file(file, "{\"hacthanh_views\": 1, \"views\": [{\"name\": 3}]}");
    MainWindow& careful = open();
    EXPECT_TRUE(careful.session().bookmarks().empty());
    EXPECT_THROW(careful.session().add_bookmark("x"), InputError);
    EXPECT_THAT(test::read_file(file), HasSubstr("\"name\": 3"));
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace hacthanh::viz
