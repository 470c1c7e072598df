#pragma once
/// The real window under an X server without a screen, on two results of the tutorial town.

#include "io/result_reader.hpp"
#include "tests/e2e/window/desktop.hpp"
#include "tests/support/command.hpp"
#include "viz/window/main_window.hpp"
#include "viz/window/pane_widget.hpp"

#include <gmock/gmock.h>

#include <QMouseEvent>

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::viz {

namespace fs = std::filesystem;
using test::wait_until;

inline std::string program(char const* name) { return std::string(HACTHANH_BINARY_DIR) + "/" + name; }

inline std::vector<std::string> run_arguments(fs::path const& file, std::vector<std::string> const& more = {}) {
    std::vector<std::string> all{
        program("hacthanh"), "run", std::string(HACTHANH_SOURCE_DIR) + "/scenarios/tutorial/town.toml",
        "--quiet",           "-o",  file.string()};
    for (char const* setting : {"mesh.cell_size_m=20", "run.spin_up_s=120", "output.trace_interval_s=20"}) {
        all.emplace_back("--set");
        all.emplace_back(setting);
    }
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

class WindowTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        test::desktop();
        folder_ = new test::ScratchFolder;
        for (auto const& [file, more] :
             {std::pair{first(), std::vector<std::string>{}}, {second(), {"--set", "traffic.scale=1.5"}}})
            ASSERT_EQ(test::run_command(run_arguments(file, more)).exit_code, 0);
    }
    static void TearDownTestSuite() { delete folder_; }
    static fs::path first() { return *folder_ / "first.nc"; }
    static fs::path second() { return *folder_ / "second.nc"; }

    /// A window that is on the screen and has drawn.
    MainWindow& open(std::optional<fs::path> const& other = {}, fs::path const& file = first()) {
        window_ = std::make_unique<MainWindow>(ViewSession(file, other));
        window_->show();
        EXPECT_TRUE(wait_until([this] { return drawn(); }));
        return *window_;
    }
    bool drawn() const { return !window_->pane().time_text().empty() && window_->pane().camera().view_m > 0; }
    /// Until all that was asked for is drawn.
    void settle() {
        for (int i = 0; i < 10; ++i) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    }

    void mouse(QEvent::Type type, QPointF at, Qt::MouseButton button) {
        QMouseEvent event(type, at, button, type == QEvent::MouseButtonRelease ? Qt::NoButton : button, Qt::NoModifier);
        QCoreApplication::sendEvent(&window_->pane(), &event);
    }
    void click(QPointF at) {
        mouse(QEvent::MouseButtonPress, at, Qt::LeftButton);
        mouse(QEvent::MouseButtonRelease, at, Qt::LeftButton);
    }
    void drag(QPointF from, QPointF to, Qt::MouseButton button = Qt::LeftButton) {
        mouse(QEvent::MouseButtonPress, from, button);
        mouse(QEvent::MouseMove, (from + to) / 2, button);
        mouse(QEvent::MouseMove, to, button);
        mouse(QEvent::MouseButtonRelease, to, button);
    }

    /// A road with traffic, its middle well inside the picture.
    std::size_t busy_road() const {
        auto const& result = window_->session().first().result();
        auto const flow = result.road_series(io::RoadQuantity::flow, result.n_steps() - 1);
        std::size_t best = 0;
        for (std::size_t e = 0; e < flow.size(); ++e)
            if (!result.roads()[e].internal && result.roads()[e].axis.size() >= 2 && result.roads()[e].length_m > 60 &&
                flow[e] > flow[best])
                best = e;
        return best;
    }
    ScenePoint middle_of(std::size_t road) const {
        auto const& axis = window_->session().first().result().roads().at(road).axis;
        return {(axis.front().x + axis.back().x) / 2, (axis.front().y + axis.back().y) / 2};
    }

    static inline test::ScratchFolder* folder_ = nullptr;
    std::unique_ptr<MainWindow> window_;
};

}  // namespace hacthanh::viz
