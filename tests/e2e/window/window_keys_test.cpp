/// The keyboard alone: every action of the list of keys.

#include "tests/e2e/window/window_fixture.hpp"

#include "viz/bookmarks.hpp"
#include "viz/scene_json.hpp"
#include "viz/window/chart_widget.hpp"
#include "viz/window/time_bar.hpp"

#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QSlider>
#include <QTest>
#include <QTimer>

#include <functional>

namespace hacthanh::viz {
namespace {

using ::testing::HasSubstr;

class WindowKeysTest : public WindowTest {
protected:
    MainWindow& open_with_keyboard() {
        MainWindow& window = open(second());
        focus();
        return window;
    }
    void focus() {
        QApplication::setActiveWindow(window_.get());
        window_->activateWindow();
        ASSERT_TRUE(wait_until([&] { return window_->isActiveWindow(); }));
        window_->pane().setFocus();
        settle();
        ASSERT_NE(QApplication::focusWidget(), nullptr);
    }
    /// Presses a key where the focus is.
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) {
        if (QApplication::focusWidget() == nullptr) focus();  // nobody gives it back after a dialog: no window manager
        QTest::keyClick(QApplication::focusWidget(), key, with);
        settle();
    }
    Scene const& scene() const { return window_->session().scene(); }
    /// Gives the dialog that `ask` brings a file.
    void answer_file_dialog(fs::path const& file, std::function<void()> const& ask) {
        bool answered = false;
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
            auto* const dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (dialog == nullptr || answered) return;
            answered = true;
            dialog->selectFile(QString::fromStdString(file.string()));
            dialog->findChild<QLineEdit*>("fileNameEdit")->setText(QString::fromStdString(file.string()));
            QMetaObject::invokeMethod(dialog, "accept", Qt::QueuedConnection);
        });
        timer.start(100);
        ask();
        EXPECT_TRUE(answered) << file;
        settle();
    }
    /// What the list of keys says in the window's language.
    std::string key_list(std::function<void()> const& ask) {
        std::string said;
        QTimer::singleShot(300, &window_->pane(), [&said] {
            if (auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
                said = box->text().toStdString();
                box->close();
            }
        });
        ask();
        return said;
    }
};

TEST_F(WindowKeysTest, TheListOfKeysIsThereInBothLanguages) {
    MainWindow& window = open_with_keyboard();
    ASSERT_EQ(scene().language, Language::vietnamese);
    EXPECT_THAT(key_list([&] { press(Qt::Key_F1); }), HasSubstr("Phím cách: chạy, dừng"));
    press(Qt::Key_L);
    ASSERT_EQ(scene().language, Language::english);
    EXPECT_THAT(key_list([&] { press(Qt::Key_F1); }), HasSubstr("Space: play, pause"));
    EXPECT_THAT(key_list([&] { press(Qt::Key_Question); }), HasSubstr("Space: play, pause"));
    EXPECT_EQ(window.session().bookmarks().size(), 0U);
}

TEST_F(WindowKeysTest, TimeModesAndCamera) {
    MainWindow& window = open_with_keyboard();
    window.session().show_step(4);
    press(Qt::Key_Period);
    EXPECT_EQ(window.session().step(), 5U);
    press(Qt::Key_Comma);
    press(Qt::Key_Comma);
    EXPECT_EQ(window.session().step(), 3U);
    press(Qt::Key_M);
    EXPECT_EQ(scene().time, "mean");
    press(Qt::Key_Space);
    EXPECT_TRUE(window.time_bar().playing());
    press(Qt::Key_Space);
    EXPECT_FALSE(window.time_bar().playing());

    for (auto const& [key, mode] : {std::pair{Qt::Key_1, SceneMode::single},
                                    {Qt::Key_3, SceneMode::swipe},
                                    {Qt::Key_4, SceneMode::difference},
                                    {Qt::Key_2, SceneMode::side_by_side}}) {
        press(key);
        EXPECT_EQ(scene().mode, mode);
    }
    press(Qt::Key_Right, Qt::ControlModifier);
    EXPECT_DOUBLE_EQ(scene().swipe_at, 0.55);
    press(Qt::Key_Left, Qt::ControlModifier);
    EXPECT_DOUBLE_EQ(scene().swipe_at, 0.5);

    auto const begin = window.pane().camera();
    press(Qt::Key_Right);
    EXPECT_GT(window.pane().camera().centre->x, begin.centre->x);
    press(Qt::Key_Left);
    EXPECT_NEAR(window.pane().camera().centre->x, begin.centre->x, 1e-3);
    press(Qt::Key_Up);
    EXPECT_GT(window.pane().camera().centre->y, begin.centre->y);
    press(Qt::Key_Down);
    EXPECT_NEAR(window.pane().camera().centre->y, begin.centre->y, 1e-3);
    press(Qt::Key_Plus);
    EXPECT_NEAR(window.pane().camera().view_m, 0.8 * begin.view_m, 1e-3 * begin.view_m);
    press(Qt::Key_Minus);
    EXPECT_NEAR(window.pane().camera().view_m, begin.view_m, 1e-3 * begin.view_m);
    press(Qt::Key_PageDown);
    EXPECT_NEAR(window.pane().camera().elevation_deg, 80, 0.01);
    press(Qt::Key_PageUp);
    EXPECT_NEAR(window.pane().camera().elevation_deg, 90, 0.01);
    press(Qt::Key_O);
    EXPECT_NEAR(window.pane().camera().elevation_deg, 35, 0.01);
    press(Qt::Key_BracketRight);
    EXPECT_NEAR(window.pane().camera().azimuth_deg, 10, 0.01);
    press(Qt::Key_BracketLeft);
    EXPECT_NEAR(window.pane().camera().azimuth_deg, 0, 0.01);
    press(Qt::Key_T);
    EXPECT_NEAR(window.pane().camera().elevation_deg, 90, 0.01);
    press(Qt::Key_Plus);
    press(Qt::Key_Home);
    EXPECT_FALSE(scene().camera.centre.has_value());
}

TEST_F(WindowKeysTest, PickSearchKeepUndoAndTheControls) {
    std::filesystem::remove(bookmark_file(first()));
    MainWindow& window = open_with_keyboard();
    press(Qt::Key_Return);
    EXPECT_TRUE(window.chart().chart()) << "the numbers of what is in the middle";

    press(Qt::Key_F, Qt::ControlModifier);
    auto* const search = window.findChild<QLineEdit*>("search");
    ASSERT_EQ(QApplication::focusWidget(), search);
    std::string const street = window.session().first().result().roads().at(busy_road()).name;
    QTest::keyClicks(search, QString::fromStdString(street));
    EXPECT_EQ(search->text().toStdString(), street) << "letters are the field's, not shortcuts";
    press(Qt::Key_Return);
    EXPECT_EQ(scene().camera.view_m, 600);
    press(Qt::Key_Escape);
    EXPECT_EQ(QApplication::focusWidget(), &window.pane());
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_NE(scene().camera.view_m, 600);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(scene().camera.view_m, 600);

    press(Qt::Key_B);
    ASSERT_EQ(load_bookmarks(bookmark_file(first())).size(), 1U);
    auto* const list = window.findChild<QListWidget*>("bookmarks");
    list->setCurrentRow(0);
    press(Qt::Key_D, Qt::ControlModifier);
    EXPECT_TRUE(load_bookmarks(bookmark_file(first())).empty());

    // Tab reaches the sliders of the layers, and there the arrows are theirs.
    auto* const opacity = window.findChild<QSlider*>("slice opacity");
    for (int i = 0; i < 100 && QApplication::focusWidget() != opacity; ++i) press(Qt::Key_Tab);
    ASSERT_EQ(QApplication::focusWidget(), opacity);
    int const before = opacity->value();
    auto const camera = window.pane().camera();
    press(Qt::Key_Left);
    EXPECT_EQ(opacity->value(), before - 1);
    EXPECT_EQ(window.pane().camera().centre->x, camera.centre->x);
}

TEST_F(WindowKeysTest, ScenesSeriesAndPicturesGoToFilesAndComeBack) {
    MainWindow& window = open_with_keyboard();
    press(Qt::Key_Return);
    ASSERT_TRUE(window.chart().chart());
    fs::path const folder = *folder_ / "saved";
    fs::create_directory(folder);
    answer_file_dialog(folder / "scene.json", [&] { press(Qt::Key_S, Qt::ControlModifier); });
    answer_file_dialog(folder / "series.csv", [&] { press(Qt::Key_E, Qt::ControlModifier); });
    answer_file_dialog(folder / "view.png", [&] { press(Qt::Key_P, Qt::ControlModifier); });
    EXPECT_EQ(test::read_file(folder / "series.csv"),
              chart_csv(*window.chart().chart(), window.session().first().clock()));
    QImage const picture(QString::fromStdString((folder / "view.png").string()));
    EXPECT_GT(picture.width(), 400);
    Scene const saved = scene();
    EXPECT_TRUE(load_scene(folder / "scene.json") == saved);

    press(Qt::Key_1);
    press(Qt::Key_Plus);
    EXPECT_FALSE(scene() == saved);
    answer_file_dialog(folder / "scene.json", [&] { press(Qt::Key_O, Qt::ControlModifier); });
    EXPECT_TRUE(scene() == saved);
    press(Qt::Key_Plus);
    press(Qt::Key_0, Qt::ControlModifier);
    EXPECT_FALSE(scene().camera.centre.has_value()) << "the whole city";
    press(Qt::Key_Q, Qt::ControlModifier);
    EXPECT_TRUE(wait_until([&] { return !window.isVisible(); }));
}

TEST_F(WindowKeysTest, PlayingAtFourTimesTheSpeedIsFaster) {
    MainWindow& window = open_with_keyboard();
    auto* const speed = window.findChild<QComboBox*>("speed");
    ASSERT_NE(speed, nullptr);
    auto const ms_at = [&](int choice) {
        speed->setCurrentIndex(choice);
        window.time_bar().play(true);
        return window.time_bar().ms_per_step();
    };
    int const slow = ms_at(0);
    EXPECT_EQ(slow, 8 * ms_at(speed->count() - 1));
    Q_EMIT speed->activated(speed->currentIndex());
    EXPECT_TRUE(window.time_bar().playing());
    window.session().show_step(0);
    EXPECT_TRUE(wait_until([&] { return window.session().step() > 0; }));
    window.time_bar().play(false);
}

}  // namespace
}  // namespace hacthanh::viz
