#include "viz/map_renderer.hpp"

#include "viz/map_page.hpp"

namespace hacthanh::viz {

Picture MapRenderer::render(MapScene const& scene, Language language) {
    return rasterizer_.draw(make_map_page(scene, language, measure_));
}

}  // namespace hacthanh::viz
