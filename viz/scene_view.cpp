#include "viz/scene_view.hpp"

#include "sim/core/error.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/detail/scene_camera.hpp"
#include "viz/detail/scene_props.hpp"
#include "viz/detail/shape_builder.hpp"
#include "viz/detail/text_marks.hpp"
#include "viz/result_scene.hpp"

#include <fmt/format.h>
#include <vtkCamera.h>
#include <vtkLight.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace hacthanh::viz {
namespace {

constexpr double nominal_rows = 1000;  ///< of a picture, for sizes that are meant in pixels
constexpr Colour highlight_colour{230, 60, 20};

/// What tells one slice from another when the list of layers changes.
std::string identity(Scene const& scene, std::size_t index) {
    auto const kind = scene.layers[index].kind;
    auto const before = std::count_if(scene.layers.begin(), scene.layers.begin() + static_cast<std::ptrdiff_t>(index),
                                      [kind](SceneLayer const& layer) { return layer.kind == kind; });
    return fmt::format("{} {}", name(kind), before);
}

void light_like_day(vtkRenderer& renderer) {
    renderer.AutomaticLightCreationOff();
    auto const add = [&](double x, double y, double z, double strength) {
        vtkNew<vtkLight> light;
        light->SetLightTypeToSceneLight();
        light->SetPositional(false);
        light->SetPosition(x, y, z);
        light->SetFocalPoint(0, 0, 0);
        light->SetIntensity(strength);
        renderer.AddLight(light);
    };
    add(-0.55, -0.75, 1.25, 0.9);  // the sun in the south-west
    add(0.9, 0.5, 0.35, 0.45);     // the sky, so that no wall is black
}

}  // namespace

struct SceneView::Impl {
    Impl(SceneData const& first, SceneData const* second, Pane pane) : first_(first), second_(second), pane_(pane) {
        validate(pane == Pane::first || second != nullptr, "mode", "needs a second result",
                 "name another result file, or take mode single");
        auto const& grid = first.result().grid();
        origin_ = {(grid.x_centre.front() + grid.x_centre.back()) / 2,
                   (grid.y_centre.front() + grid.y_centre.back()) / 2};
        renderer_->SetBackground(detail::sky.red / 255.0, detail::sky.green / 255.0, detail::sky.blue / 255.0);
        renderer_->SetUseFXAA(false);
        light_like_day(*renderer_);
    }

    SceneData const& shown() const { return pane_ == Pane::second ? *second_ : first_; }

    /// The camera with centre and view filled in.
    SceneCamera fitted(Scene const& scene) {
        SceneCamera camera = scene.camera;
        if (camera.centre && camera.view_m > 0) return camera;
        if (SceneLayer const* section = find_layer(scene, LayerKind::section); section != nullptr && !camera.centre) {
            // Along the street, towards the section across it; the azimuth of the scene turns from there.
            auto const line = section->line.size() == 2 ? section->line : street(scene);
            camera.centre = ScenePoint{(line[0].x + line[1].x) / 2, (line[0].y + line[1].y) / 2};
            camera.azimuth_deg += std::atan2(-(line[1].y - line[0].y), line[1].x - line[0].x) * 180 / std::numbers::pi;
            if (camera.view_m > 0) return camera;
        }
        auto const box = around_roads(first_.result());
        if (!camera.centre) camera.centre = ScenePoint{(box.x_min + box.x_max) / 2, (box.y_min + box.y_max) / 2};
        if (camera.view_m > 0) return camera;
        // An oblique view shortens what lies in depth, and pictures are wider than high.
        double const slant = std::sin(camera.elevation_deg * std::numbers::pi / 180);
        bool const map = camera.elevation_deg > 75;
        camera.view_m = map ? box.height() : std::max(0.8 * box.height() * slant, box.width() * 0.4);
        return camera;
    }

    detail::SceneCity const& city(Scene const& scene) {
        if (!city_ || city_folder_ != scene.city) {
            city_ = detail::read_scene_city(first_, scene.city);
            city_folder_ = scene.city;
        }
        return *city_;
    }

    /// Ends of a section across the busiest street, chosen once.
    std::vector<ScenePoint> const& street(Scene const& scene) {
        if (street_.empty()) street_ = detail::busiest_section(first_, first_.moment(scene.time));
        return street_;
    }

    detail::LayerContext context(Scene const& scene) {
        detail::LayerContext context{first_,
                                     second_,
                                     pane_,
                                     scene,
                                     first_.moment(scene.time),
                                     std::nullopt,
                                     origin_,
                                     fitted(scene).view_m / nominal_rows,
                                     [this, &scene]() -> detail::SceneCity const& { return city(scene); },
                                     [this, &scene]() -> std::vector<ScenePoint> const& { return street(scene); },
                                     ranges_,
                                     text_scale_};
        if (second_ != nullptr) context.moment_second = second_->moment(scene.time);
        return context;
    }

    void show(Scene const& scene);
    void set_highlight();

    SceneData const& first_;
    SceneData const* second_;
    Pane pane_;
    Scene scene_;
    SceneMoment moment_;
    city::Point origin_;
    std::optional<detail::SceneCity> city_;
    std::string city_folder_;
    std::map<std::string, ValueRange> ranges_;
    std::vector<ScenePoint> street_;
    std::map<std::string, std::unique_ptr<detail::LayerDrawing>> drawings_;
    vtkNew<vtkRenderer> renderer_;
    vtkSmartPointer<vtkActor> highlight_ = detail::make_shape_actor(false);
    std::optional<std::size_t> highlighted_;
    detail::TextMarks notes_;
    double text_scale_ = 1;
    bool shown_before_ = false;
};

void SceneView::Impl::show(Scene const& scene) {
    validate_scene(scene, "scene");
    detail::LayerContext const now = context(scene);
    std::vector<vtkSmartPointer<vtkProp>> props;
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        if (!scene.layers[i].visible) continue;
        auto& drawing = drawings_[identity(scene, i)];
        if (!drawing) drawing = detail::make_layer_drawing(scene.layers[i].kind);
        drawing->update(now, scene.layers[i]);
        for (auto const& prop : drawing->props()) props.push_back(prop);
    }
    std::vector<detail::TextMark> marks;
    for (SceneNote const& note : scene.notes)
        marks.push_back({note.x - origin_.x, note.y - origin_.y, note.height_m, note.text.in(scene.language), 17, true,
                         true, detail::ink});
    notes_.set(marks, text_scale_);
    for (auto const& prop : notes_.props()) props.push_back(prop);
    renderer_->RemoveAllViewProps();
    for (auto const& prop : props) renderer_->AddViewProp(prop);
    bool const moved = !shown_before_ || !(scene.camera == scene_.camera);
    moment_ = now.moment();
    scene_ = scene;
    shown_before_ = true;
    if (moved) detail::apply(fitted(scene), origin_, *renderer_->GetActiveCamera());
    set_highlight();
    renderer_->ResetCameraClippingRange();
}

void SceneView::Impl::set_highlight() {
    if (!highlighted_) return;
    auto const& roads = shown().result().roads();
    if (*highlighted_ >= roads.size()) return;
    auto const& road = roads[*highlighted_];
    double const pixel = fitted(scene_).view_m / nominal_rows;
    detail::ShapeBuilder shape;
    shape.ribbon(road.axis, origin_, detail::road_z + 0.4, std::max(road.width_m * 1.6, 5 * pixel), highlight_colour);
    detail::set_shape(*highlight_, shape, false);
    highlight_->GetProperty()->SetOpacity(0.7);
    renderer_->AddViewProp(highlight_);
}

SceneView::SceneView(SceneData const& first, SceneData const* second, Pane pane)
    : impl_(std::make_unique<Impl>(first, second, pane)) {}
SceneView::SceneView(SceneView&&) noexcept = default;
SceneView::~SceneView() = default;

void SceneView::show(Scene const& scene) {
    try {
        impl_->show(scene);
    } catch (std::exception const&) {
        if (impl_->shown_before_) impl_->show(Scene(impl_->scene_));  // what was drawn of the new one goes again
        throw;
    }
}
Scene const& SceneView::scene() const { return impl_->scene_; }
SceneMoment const& SceneView::moment() const { return impl_->moment_; }

std::vector<SceneLegend> SceneView::legends() const {
    std::vector<SceneLegend> legends;
    Scene const& scene = impl_->scene_;
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        auto const found = impl_->drawings_.find(identity(scene, i));
        if (!scene.layers[i].visible || found == impl_->drawings_.end()) continue;
        if (auto legend = found->second->legend()) legends.push_back(std::move(*legend));
    }
    return legends;
}

Text SceneView::time_text() const {
    SceneData const& data = impl_->shown();
    if (impl_->moment_.steps.empty()) return {};
    return detail::interval(data.result(), data.clock(), impl_->moment_.steps);
}

SceneCamera SceneView::camera() const {
    return detail::read_camera(*impl_->renderer_->GetActiveCamera(), impl_->origin_);
}

void SceneView::set_camera(SceneCamera const& camera) {
    Scene scene = impl_->scene_;
    scene.camera = camera;
    impl_->show(scene);
}

std::optional<ScenePick> SceneView::pick(double x, double y, int width, int height) const {
    if (width <= 0 || height <= 0 || !impl_->shown_before_) return std::nullopt;
    // The ray through the pixel, down to the ground.
    auto* const camera = impl_->renderer_->GetActiveCamera();
    double const aspect = static_cast<double>(width) / height;
    vtkNew<vtkMatrix4x4> to_scene;
    to_scene->DeepCopy(camera->GetCompositeProjectionTransformMatrix(aspect, -1, 1));
    to_scene->Invert();
    auto const at_depth = [&](double depth) {
        std::array<double, 4> const on_screen = {2 * x / width - 1, 1 - 2 * y / height, depth, 1};
        std::array<double, 4> place{};
        to_scene->MultiplyPoint(on_screen.data(), place.data());
        return std::array<double, 3>{place[0] / place[3], place[1] / place[3], place[2] / place[3]};
    };
    auto const near = at_depth(-1);
    auto const far = at_depth(1);
    if (!(near[2] > far[2])) return std::nullopt;
    double const share = near[2] / (near[2] - far[2]);
    return pick_at({near[0] + share * (far[0] - near[0]) + impl_->origin_.x,
                    near[1] + share * (far[1] - near[1]) + impl_->origin_.y});
}

std::optional<ScenePick> SceneView::pick_at(ScenePoint place) const {
    if (!impl_->shown_before_) return std::nullopt;
    city::Point const ground{place.x, place.y};
    detail::LayerContext const now = impl_->context(impl_->scene_);
    Scene const& scene = impl_->scene_;
    std::optional<ScenePick> field;
    for (std::size_t i = scene.layers.size(); i-- > 0;) {
        if (!scene.layers[i].visible) continue;
        auto const found = impl_->drawings_.find(identity(scene, i));
        if (found == impl_->drawings_.end()) continue;
        auto pick = found->second->pick(now, scene.layers[i], ground);
        if (!pick) continue;
        if (pick->layer != LayerKind::slice) return pick;  // things before fields
        if (!field) field = std::move(pick);
    }
    return field;
}

std::optional<ScenePick> SceneView::pick_again(ScenePick const& before) const {
    if (!impl_->shown_before_) return std::nullopt;
    Scene const& scene = impl_->scene_;
    detail::LayerContext const now = impl_->context(scene);
    for (std::size_t i = scene.layers.size(); i-- > 0;) {
        if (!scene.layers[i].visible || scene.layers[i].kind != before.layer) continue;
        auto const found = impl_->drawings_.find(identity(scene, i));
        if (found == impl_->drawings_.end()) continue;
        if (auto pick = found->second->pick_again(now, scene.layers[i], before)) return pick;
    }
    return std::nullopt;
}

void SceneView::highlight_road(std::optional<std::size_t> road) {
    impl_->renderer_->RemoveViewProp(impl_->highlight_);
    impl_->highlighted_ = road;
    impl_->set_highlight();
}

namespace detail {

vtkSmartPointer<vtkRenderer> renderer_of(SceneView& view) { return view.impl().renderer_.Get(); }

void link_cameras(SceneView& leader, SceneView& follower) {
    follower.impl().renderer_->SetActiveCamera(leader.impl().renderer_->GetActiveCamera());
}

void set_text_scale(SceneView& view, double pixels) { view.impl().text_scale_ = pixels; }

void camera_moved(SceneView& view) {
    view.impl().scene_.camera = view.camera();
    view.impl().show(Scene(view.impl().scene_));
}

}  // namespace detail

}  // namespace hacthanh::viz
