#include "viz/window/pane_widget.hpp"

#include "sim/core/error.hpp"
#include "viz/detail/scene_props.hpp"

#include <vtkCamera.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>
#include <vtkRendererCollection.h>

#include <QLabel>
#include <QMouseEvent>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::viz {
namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr int click_reach = 4;          // pixels that a hand may move within a click; our choice
constexpr double turn_per_pixel = 0.3;  // degrees
constexpr double zoom_per_notch = 0.8;

struct Direction {
    double x, y;
};
/// To the right of the picture, on the ground.
Direction right_of(SceneCamera const& camera) {
    return {std::cos(camera.azimuth_deg * degree), -std::sin(camera.azimuth_deg * degree)};
}
/// Up in the picture, on the ground.
Direction ahead_of(SceneCamera const& camera) {
    return {std::sin(camera.azimuth_deg * degree), std::cos(camera.azimuth_deg * degree)};
}

std::vector<Pane> panes_of(SceneMode mode) {
    switch (mode) {
        case SceneMode::single: return {Pane::first};
        case SceneMode::difference: return {Pane::difference};
        default: return {Pane::first, Pane::second};
    }
}

}  // namespace

struct PaneWidget::View {
    View(ViewSession const& session, Pane pane)
        : scene(session.first(), session.second(), pane), renderer(detail::renderer_of(scene)) {}
    SceneView scene;
    vtkSmartPointer<vtkRenderer> renderer;
};

PaneWidget::PaneWidget(ViewSession& session, QWidget* parent) : QVTKOpenGLNativeWidget(parent), session_(session) {
    vtkSmartPointer<vtkGenericOpenGLRenderWindow> const window = vtkSmartPointer<vtkGenericOpenGLRenderWindow>::New();
    setRenderWindow(window);
    window->GetInteractor()->SetInteractorStyle(nullptr);  // the mouse is ours
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 180);
    for (std::size_t i = 0; i < names_.size(); ++i) {
        names_[i] = new QLabel(this);
        names_[i]->setObjectName(i == 0 ? "name of A" : "name of B");
        names_[i]->setAttribute(Qt::WA_TransparentForMouseEvents);
        names_[i]->setStyleSheet("background: rgba(255, 255, 255, 210); padding: 2px 6px; font-weight: bold");
    }
}

PaneWidget::~PaneWidget() {
    for (auto const& view : views_) renderWindow()->RemoveRenderer(view->renderer);
}

void PaneWidget::make_views() {
    for (auto const& view : views_) renderWindow()->RemoveRenderer(view->renderer);
    views_.clear();
    made_for_ = session_.scene().mode;
    for (Pane const pane : panes_of(made_for_)) {
        views_.push_back(std::make_unique<View>(session_, pane));
        renderWindow()->AddRenderer(views_.back()->renderer);
    }
}

PaneWidget::Part PaneWidget::part_of(std::size_t pane) const {
    if (views_.size() < 2) return {0, 1};
    double const border = made_for_ == SceneMode::swipe ? std::clamp(session_.scene().swipe_at, 0.02, 0.98) : 0.5;
    return pane == 0 ? Part{0, border} : Part{border, 1};
}

PaneWidget::Part PaneWidget::centred_in(std::size_t pane) const {
    return made_for_ == SceneMode::swipe ? Part{0, 1} : part_of(pane);
}

std::size_t PaneWidget::pane_at(double x) const { return views_.size() > 1 && x >= part_of(0).end * width() ? 1 : 0; }

/// Gives all panes their part of the window. A pane of a swipe sees its part of the whole picture: its camera is moved
/// aside by as much as the middle of the part lies aside.
void PaneWidget::place_panes() {
    for (std::size_t i = 0; i < views_.size(); ++i) {
        auto const part = part_of(i);
        views_[i]->renderer->SetViewport(part.begin, 0, part.end, 1);
        double const aside =
            made_for_ == SceneMode::swipe ? (1 - part.begin - part.end) / (part.end - part.begin) : 0.0;
        views_[i]->renderer->GetActiveCamera()->SetWindowCenter(aside, 0);
    }
}

/// A and B by their files, for the titles of a baseline and its variant are often the same.
void PaneWidget::name_panes() {
    auto const file = [](SceneData const& of) { return QString::fromStdString(of.path().filename().string()); };
    bool const compares = session_.second() != nullptr && made_for_ != SceneMode::single;
    for (QLabel* const name : names_) name->setVisible(compares);
    if (!compares) return;
    QString const a = "A: " + file(session_.first());
    QString const b = "B: " + file(*session_.second());
    bool const difference = made_for_ == SceneMode::difference;
    names_[0]->setText(difference ? QString("B − A · ") + a + " · " + b : a);
    names_[1]->setText(b);
    names_[1]->setVisible(!difference);
    for (QLabel* const name : names_) name->adjustSize();
    names_[0]->move(8, 8);
    int const right = width() - names_[1]->width() - 8;
    names_[1]->move(made_for_ == SceneMode::swipe ? right : static_cast<int>(part_of(1).begin * width()) + 8, 8);
}

void PaneWidget::refresh() {
    if (waiting_) return;
    waiting_ = true;
    QTimer::singleShot(0, this, [this] { draw(); });
}

void PaneWidget::draw() {
    waiting_ = false;
    makeCurrent();
    bool shown = false;
    try {
        if (views_.empty() || made_for_ != session_.scene().mode) make_views();
        Scene scene = session_.scene();
        for (auto const& view : views_) {
            detail::set_text_scale(view->scene, devicePixelRatioF());
            view->scene.show(scene);
            scene.camera = views_.front()->scene.camera();  // the others take the fitted one
        }
        shown = true;
    } catch (std::exception const& error) {  // also a file that was damaged while it was open
        if (on_error) on_error(error.what());
    }
    place_panes();
    name_panes();
    renderWindow()->Render();
    if (shown && on_drawn) on_drawn();
}

std::vector<SceneLegend> PaneWidget::legends() const {
    return views_.empty() ? std::vector<SceneLegend>{} : views_.front()->scene.legends();
}

Text PaneWidget::time_text() const { return views_.empty() ? Text{} : views_.front()->scene.time_text(); }

SceneCamera PaneWidget::camera(bool of_second) const {
    if (views_.empty()) return session_.scene().camera;
    return (of_second ? views_.back() : views_.front())->scene.camera();
}

void PaneWidget::highlight_road(std::optional<std::size_t> road) {
    for (auto const& view : views_) view->scene.highlight_road(road);
    refresh();
}

void PaneWidget::set_camera(SceneCamera const& camera) {
    session_.move([&](Scene& scene) { scene.camera = camera; });
}

void PaneWidget::pan(double right, double down) {
    SceneCamera to = camera();
    if (!to.centre || height() == 0) return;
    double const metres = to.view_m / height();
    auto const r = right_of(to);
    auto const a = ahead_of(to);
    double const along = down * metres / std::sin(std::max(to.elevation_deg, 5.0) * degree);
    to.centre->x += -r.x * right * metres + a.x * along;
    to.centre->y += -r.y * right * metres + a.y * along;
    set_camera(to);
}

void PaneWidget::zoom(double factor, QPointF at) {
    SceneCamera to = camera();
    if (!to.centre || height() == 0) return;
    auto const part = centred_in(pane_at(at.x()));
    double const metres = to.view_m / height();
    auto const r = right_of(to);
    auto const a = ahead_of(to);
    double const aside = (at.x() - (part.begin + part.end) / 2 * width()) * metres * (1 - factor);
    double const along =
        (height() / 2.0 - at.y()) * metres * (1 - factor) / std::sin(std::max(to.elevation_deg, 5.0) * degree);
    to.centre->x += r.x * aside + a.x * along;
    to.centre->y += r.y * aside + a.y * along;
    to.view_m *= factor;
    set_camera(to);
}

void PaneWidget::turn(double azimuth_deg, double elevation_deg) {
    SceneCamera to = camera();
    to.azimuth_deg = std::fmod(to.azimuth_deg + azimuth_deg + 360, 360);
    to.elevation_deg = std::clamp(to.elevation_deg + elevation_deg, 5.0, 90.0);
    set_camera(to);
}

QPointF PaneWidget::pixel_of(ScenePoint point) const {
    SceneCamera const from = camera();
    auto const part = centred_in(0);
    double const metres = from.view_m / std::max(1, height());
    auto const r = right_of(from);
    auto const a = ahead_of(from);
    double const dx = point.x - from.centre.value_or(ScenePoint{}).x;
    double const dy = point.y - from.centre.value_or(ScenePoint{}).y;
    return {(part.begin + part.end) / 2 * width() + (r.x * dx + r.y * dy) / metres,
            height() / 2.0 - (a.x * dx + a.y * dy) * std::sin(from.elevation_deg * degree) / metres};
}

void PaneWidget::mousePressEvent(QMouseEvent* event) {
    setFocus();
    pressed_ = last_ = event->pos();
    dragged_ = false;
}

void PaneWidget::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() == Qt::NoButton) return;
    if ((event->pos() - pressed_).manhattanLength() > click_reach) dragged_ = true;
    if (!dragged_) return;
    QPoint const by = event->pos() - last_;
    last_ = event->pos();
    double const border = session_.scene().swipe_at * width();
    if (made_for_ == SceneMode::swipe && std::abs(pressed_.x() - border) < 8 * click_reach) {
        pressed_.setX(event->pos().x());
        session_.move([&](Scene& scene) {
            scene.swipe_at = std::clamp(static_cast<double>(event->pos().x()) / std::max(1, width()), 0.02, 0.98);
        });
    } else if ((event->buttons() & Qt::RightButton) != 0 || (event->modifiers() & Qt::ControlModifier) != 0) {
        turn(by.x() * turn_per_pixel, by.y() * turn_per_pixel);
    } else {
        pan(by.x(), by.y());
    }
}

std::optional<ScenePick> PaneWidget::pick_again(ScenePick const& before, bool of_second) const {
    if (views_.empty()) return std::nullopt;
    return (of_second ? views_.back() : views_.front())->scene.pick_again(before);
}

void PaneWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (!dragged_ && event->button() == Qt::LeftButton) pick(event->pos());
}

void PaneWidget::pick(QPoint at) {
    if (views_.empty()) return;
    std::size_t const pane = pane_at(at.x());
    auto const part = part_of(pane);
    double const ratio = devicePixelRatioF();
    makeCurrent();
    auto const found = views_[pane]->scene.pick((at.x() - part.begin * width()) * ratio, at.y() * ratio,
                                                static_cast<int>((part.end - part.begin) * width() * ratio),
                                                static_cast<int>(height() * ratio));
    if (found && on_pick) on_pick(*found, pane > 0);
}

void PaneWidget::wheelEvent(QWheelEvent* event) {
    zoom(std::pow(zoom_per_notch, event->angleDelta().y() / 120.0), event->position());
}

void PaneWidget::resizeEvent(QResizeEvent* event) {
    QVTKOpenGLNativeWidget::resizeEvent(event);
    refresh();
}

}  // namespace hacthanh::viz
