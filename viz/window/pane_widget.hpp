#pragma once
/// The drawing area: one or two linked views of the session's scene in one OpenGL window.

#include "viz/window/view_session.hpp"

#include <QVTKOpenGLNativeWidget.h>
#include <QPoint>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

class QLabel;
class vtkRenderer;

namespace hacthanh::viz {

/// Left drag moves, right drag (or Ctrl) turns and tilts, the wheel goes nearer to what is under the pointer, a click
/// picks. A and B always have one camera. Use from the GUI thread.
class PaneWidget final : public QVTKOpenGLNativeWidget {
public:
    PaneWidget(ViewSession& session, QWidget* parent);
    ~PaneWidget() override;

    /// What was clicked, and whether in the second pane.
    std::function<void(ScenePick const&, bool of_second)> on_pick{};
    std::function<void(std::string const&)> on_error{};  ///< a scene that the results cannot serve
    std::function<void()> on_drawn{};

    /// Draws the session's scene as soon as the events at hand are done.
    void refresh();
    /// Draws it now.
    void draw();

    std::vector<SceneLegend> legends() const;
    Text time_text() const;
    /// As it is now, filled in. Of the second pane with `of_second`.
    SceneCamera camera(bool of_second = false) const;
    /// What was picked before, as the scene shows it now; nothing when its layer is gone.
    std::optional<ScenePick> pick_again(ScenePick const& before, bool of_second) const;
    /// As a click there does, pixels of the widget.
    void pick(QPoint at);
    void highlight_road(std::optional<std::size_t> road);
    /// Moves the camera: pixels of the widget to the right and down.
    void pan(double right, double down);
    /// @param factor  below 1 = nearer  @param at  stays in its place
    void zoom(double factor, QPointF at);
    void turn(double azimuth_deg, double elevation_deg);
    /// Pixel of a ground point in the first pane; for tests and marks.
    QPointF pixel_of(ScenePoint point) const;

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct View;
    /// Of the widget's width, 0 to 1.
    struct Part {
        double begin = 0;
        double end = 1;
    };
    Part part_of(std::size_t pane) const;
    /// What the middle of the camera's picture is the middle of.
    Part centred_in(std::size_t pane) const;
    std::size_t pane_at(double x) const;
    void make_views();
    void place_panes();
    void set_camera(SceneCamera const& camera);
    void name_panes();

    ViewSession& session_;
    std::vector<std::unique_ptr<View>> views_;
    std::array<QLabel*, 2> names_{};  ///< over the picture: which result a pane shows
    SceneMode made_for_ = SceneMode::single;
    bool waiting_ = false;
    QPoint pressed_{};
    QPoint last_{};
    bool dragged_ = false;
};

}  // namespace hacthanh::viz
