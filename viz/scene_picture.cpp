#include "viz/scene_picture.hpp"

#include "viz/detail/offscreen.hpp"
#include "viz/detail/scene_page.hpp"
#include "viz/detail/scene_props.hpp"
#include "viz/map_layout.hpp"
#include "viz/map_page.hpp"
#include "viz/rasterizer.hpp"
#include "viz/result_scene.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace hacthanh::viz {
namespace {

constexpr int oversampling = 2;
/// Width over height of a picture that is no map seen from above.
constexpr double oblique_aspect = 1.28;
constexpr double map_elevation_deg = 75;

/// Width over height of the view: that of the city as long as a map shows all of it.
double aspect_of(SceneData const& data, Scene const& scene) {
    double aspect = oblique_aspect;
    if (scene.camera.elevation_deg >= map_elevation_deg) {
        auto const box = around_roads(data.result());
        aspect = std::clamp(box.width() / box.height(), 0.75, 1.9);
    }
    return scene.mode == SceneMode::side_by_side ? 2 * std::clamp(aspect, 0.6, 1.1) : aspect;
}

}  // namespace

struct SceneRenderer::Impl {
    Impl(SceneData const& first, SceneData const* second) : first_(first), second_(second) {}
    ~Impl() {
        for (auto& [pane, view] : views_) offscreen_.remove(*detail::renderer_of(view));
    }

    SceneView& view(Pane pane) {
        auto found = views_.find(pane);
        if (found == views_.end()) {
            found = views_.emplace(pane, SceneView(first_, second_, pane)).first;
            offscreen_.add(*detail::renderer_of(found->second));
        }
        return found->second;
    }

    /// Draws panes into their parts of the picture; (from, to) are shares of its width.
    Picture draw(std::vector<std::pair<Pane, std::array<double, 2>>> const& panes, int width, int height) {
        for (auto& [pane, view] : views_) detail::renderer_of(view)->DrawOff();
        for (auto const& [pane, part] : panes) {
            auto const renderer = detail::renderer_of(view(pane));
            renderer->DrawOn();
            renderer->SetViewport(part[0], 0, part[1], 1);
        }
        return offscreen_.draw(width, height);
    }

    /// What the mode of the scene wants, `width` x `height` pixels of the window.
    Picture draw(Scene const& scene, int width, int height, double text_scale) {
        auto const shown = [&](Pane pane) {
            detail::set_text_scale(view(pane), text_scale);
            view(pane).show(scene);
            return pane;
        };
        switch (scene.mode) {
            case SceneMode::single: return draw({{shown(Pane::first), {0, 1}}}, width, height);
            case SceneMode::difference: return draw({{shown(Pane::difference), {0, 1}}}, width, height);
            case SceneMode::side_by_side:
                return draw({{shown(Pane::first), {0, 0.5}}, {shown(Pane::second), {0.5, 1}}}, width, height);
            case SceneMode::swipe: break;
        }
        Picture both = draw({{shown(Pane::first), {0, 1}}}, width, height);
        Picture const right = draw({{shown(Pane::second), {0, 1}}}, width, height);
        auto const border = static_cast<std::ptrdiff_t>(std::lround(scene.swipe_at * width)) * 3;
        for (std::ptrdiff_t row = 0; row < height; ++row) {
            std::ptrdiff_t const at = row * width * 3;
            std::copy(right.rgb.begin() + at + border, right.rgb.begin() + at + width * 3,
                      both.rgb.begin() + at + border);
        }
        return both;
    }

    SceneData const& first_;
    SceneData const* second_;
    Typesetter measure_;
    Rasterizer rasterizer_;
    detail::Offscreen offscreen_;  ///< keeps what the views upload
    std::map<Pane, SceneView> views_;
    MapScene page_;
};

SceneRenderer::SceneRenderer(SceneData const& first, SceneData const* second)
    : impl_(std::make_unique<Impl>(first, second)) {}
SceneRenderer::SceneRenderer(SceneRenderer&&) noexcept = default;
SceneRenderer::~SceneRenderer() = default;

MapScene const& SceneRenderer::page() const { return impl_->page_; }

Picture SceneRenderer::render_bare(Scene const& scene, int width, int height) {
    return impl_->draw(scene, width, height, 1);
}

Picture SceneRenderer::render(Scene const& scene, int width, int height) {
    Pane const leader = scene.mode == SceneMode::difference ? Pane::difference : Pane::first;
    impl_->view(leader).show(scene);
    impl_->page_ = detail::make_scene_page(impl_->first_, impl_->second_, scene, impl_->view(leader));
    MapScene& page = impl_->page_;
    page.width = width;
    page.height = height;
    SceneCamera const camera = impl_->view(leader).camera();
    double const aspect = aspect_of(impl_->first_, scene);
    double const shown_m = camera.view_m * (scene.mode == SceneMode::side_by_side ? aspect / 2 : aspect);
    double const part = scene.mode == SceneMode::side_by_side ? 2 : 1;
    page.extent = {0, 0, part * shown_m, camera.view_m};
    page.view->azimuth_deg = camera.azimuth_deg;
    page.view->oblique = camera.elevation_deg < 89.5 || camera.projection == Projection::perspective;
    Box const box = lay_out_map(page, scene.language, impl_->measure_).map;
    int const pixels_x = static_cast<int>(box.width) * oversampling;
    int const pixels_y = static_cast<int>(box.height) * oversampling;
    double const unit = std::max(0.62, std::min(width / 1600.0, height / 1200.0));
    Picture const drawn = impl_->draw(scene, pixels_x, pixels_y, oversampling * unit);
    ImageDrawing& picture = page.view->picture;
    picture.width = drawn.width;
    picture.height = drawn.height;
    picture.pixels.clear();
    picture.pixels.reserve(drawn.rgb.size() / 3);
    for (std::size_t i = 0; i < drawn.rgb.size(); i += 3)
        picture.pixels.push_back({drawn.rgb[i], drawn.rgb[i + 1], drawn.rgb[i + 2]});
    return impl_->rasterizer_.draw(make_map_page(page, scene.language, impl_->measure_));
}

}  // namespace hacthanh::viz
