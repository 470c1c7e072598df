/// What the window shows, held against kept pictures. To make them again after a wanted change, and to look at each:
/// HACTHANH_KEEP_PICTURES=1 hacthanh_e2e_window --gtest_filter='WindowPictureTest.*'

#include "tests/e2e/window/window_fixture.hpp"

#include <QImage>

#include <algorithm>
#include <cstdlib>

namespace hacthanh::viz {
namespace {

constexpr int clearly = 24;                // of 255: more than another driver's rounding
constexpr double most_clearly_off = 0.01;  // share of pixels; edges and letters of another Mesa

class WindowPictureTest : public WindowTest {
protected:
    void open_at_fixed_size(fs::path const& a, fs::path const& b) {
        open(b, a);
        window_->pane().setFixedSize(640, 400);
        window_->session().change([](Scene& scene) {
            scene.time = "5";
            scene.camera.centre = ScenePoint{340, 380};
            scene.camera.view_m = 500;
            scene.camera.azimuth_deg = 20;
        });
        settle();
    }
    QImage shown(SceneMode mode) {
        window_->session().change([mode](Scene& scene) { scene.mode = mode; });
        settle();
        return window_->pane()
            .grabFramebuffer()
            .convertToFormat(QImage::Format_RGB32)
            .scaled(320, 200, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    static double share_off(QImage const& a, QImage const& b) {
        if (a.size() != b.size()) return 1;
        int off = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x) {
                QColor const p = a.pixelColor(x, y), q = b.pixelColor(x, y);
                int const most = std::max(
                    {std::abs(p.red() - q.red()), std::abs(p.green() - q.green()), std::abs(p.blue() - q.blue())});
                off += most > clearly ? 1 : 0;
            }
        return static_cast<double>(off) / (a.width() * a.height());
    }
    static QString kept(std::string const& name) {
        return QString::fromStdString(std::string(HACTHANH_SOURCE_DIR) + "/tests/data/window/" + name + ".png");
    }
    static double share_off_kept(QImage const& now, std::string const& name) {
        if (std::getenv("HACTHANH_KEEP_PICTURES") != nullptr) now.save(kept(name));
        return share_off(now, QImage(kept(name)).convertToFormat(QImage::Format_RGB32));
    }
};

TEST_F(WindowPictureTest, EveryModeLooksAsItsKeptPicture) {
    open_at_fixed_size(first(), second());
    for (auto const mode : {SceneMode::single, SceneMode::side_by_side, SceneMode::swipe, SceneMode::difference}) {
        auto const now = shown(mode);
        double const off = share_off_kept(now, std::string(name(mode)));
        EXPECT_LT(off, most_clearly_off) << name(mode);
        auto const seen = fs::temp_directory_path() / ("hacthanh_window_" + std::string(name(mode)) + ".png");
        if (off >= most_clearly_off) now.save(seen.c_str());  // to be looked at
    }
    if (std::getenv("HACTHANH_KEEP_PICTURES") != nullptr) return;
    // The comparison sees what must not happen: a map that moved, another moment, the wrong one of two results.
    window_->pane().pan(16, 0);
    settle();
    EXPECT_GT(share_off_kept(shown(SceneMode::side_by_side), "side_by_side"), most_clearly_off);
    window_->pane().pan(-16, 0);
    settle();
    EXPECT_LT(share_off_kept(shown(SceneMode::side_by_side), "side_by_side"), most_clearly_off);
    EXPECT_GT(share_off_kept(shown(SceneMode::single), "difference"), most_clearly_off);
    open_at_fixed_size(second(), first());
    EXPECT_GT(share_off_kept(shown(SceneMode::difference), "difference"), most_clearly_off) << "A − B is not B − A";
    EXPECT_GT(share_off_kept(shown(SceneMode::side_by_side), "side_by_side"), most_clearly_off) << "B | A";
}

TEST_F(WindowPictureTest, WhoseAirLooksAsItsKeptPicture) {
    auto const file = first().parent_path() / "whose.json";
    ASSERT_EQ(
        test::run_command({program("hacthanh"), "apportion", first().string(), "--at", "305,305", "-o", file.string()})
            .exit_code,
        0);
    open_at_fixed_size(first(), second());
    auto const colour_by = [&](std::string const& choice) {
        window_->session().change([&](Scene& scene) {
            for (auto& layer : scene.layers)
                if (layer.kind == LayerKind::roads)
                    layer.colour_by = choice;
                else
                    layer.visible = false;
        });
        return shown(SceneMode::single);
    };
    auto const now = colour_by("apportion:whose.json#1");
    double const off = share_off_kept(now, "whose_air");
    EXPECT_LT(off, most_clearly_off);
    if (off >= most_clearly_off) now.save((fs::temp_directory_path() / "hacthanh_window_whose_air.png").c_str());
    EXPECT_GT(share_off(colour_by("flow"), now), most_clearly_off) << "the comparison must see another colouring";
}

}  // namespace
}  // namespace hacthanh::viz
