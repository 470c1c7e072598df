#pragma once

#include "sim/core/language.hpp"
#include "viz/fonts.hpp"
#include "viz/map_scene.hpp"
#include "viz/picture.hpp"
#include "viz/rasterizer.hpp"

namespace hacthanh::viz {

/// Draws plan maps. One object serves many pictures; see Rasterizer for cost and threads.
class MapRenderer {
public:
    /// Throws RunError that says what to install when there is no font or no way to draw.
    MapRenderer() = default;

    /// Throws InputError for a picture size or colour range out of bounds.
    Picture render(MapScene const& scene, Language language);

private:
    Typesetter measure_;
    Rasterizer rasterizer_;
};

}  // namespace hacthanh::viz
