#include "viz/rasterizer.hpp"

#include "viz/detail/offscreen.hpp"
#include "viz/detail/page_props.hpp"

#include <vtkNew.h>

namespace hacthanh::viz {
namespace {

/// Each pixel is the average of this many times this many.
constexpr int oversampling = 2;

}  // namespace

struct Rasterizer::Impl {
    Typesetter typesetter;
    detail::Offscreen offscreen;
};

Rasterizer::Rasterizer() : impl_(std::make_unique<Impl>()) {}
Rasterizer::Rasterizer(Rasterizer&&) noexcept = default;
Rasterizer::~Rasterizer() = default;

Picture Rasterizer::draw(Page const& page) {
    impl_->offscreen.make_current();
    detail::ToWindow const to_window{static_cast<double>(page.height), oversampling};
    vtkNew<vtkRenderer> renderer;
    renderer->SetBackground(page.background.red / 255.0, page.background.green / 255.0, page.background.blue / 255.0);
    for (auto const& drawing : page.drawings)
        renderer->AddViewProp(detail::make_page_prop(drawing, to_window, impl_->typesetter));
    impl_->offscreen.add(*renderer);
    Picture picture = impl_->offscreen.draw(page.width, page.height, oversampling);
    impl_->offscreen.remove(*renderer);
    return picture;
}

}  // namespace hacthanh::viz
