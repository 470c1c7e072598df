#pragma once

#include "viz/map_scene.hpp"
#include "viz/picture.hpp"
#include "viz/scene.hpp"
#include "viz/scene_data.hpp"

#include <memory>

namespace hacthanh::viz {

/// Draws scenes as finished pages without a display: around what SceneView draws stand title, time, legend with unit
/// and limits, north arrow, scale bar, facts, source, "simulation, not measurement" and the mark of a schematic
/// network.
///
/// One object serves many pictures of the same results and keeps what does not change between them, so a film costs one
/// frame per picture. Use from one thread.
class SceneRenderer {
public:
    /// @param first   must outlive the renderer
    /// @param second  the other result, or null
    /// Throws RunError that says what to install when there is no font or no way to draw.
    SceneRenderer(SceneData const& first, SceneData const* second);
    SceneRenderer(SceneRenderer&&) noexcept;
    ~SceneRenderer();

    /// Throws InputError for a scene that these results cannot serve and for a size out of bounds.
    Picture render(Scene const& scene, int width, int height);

    /// The view alone as a window shows it: no page around it, no averaging of pixels.
    Picture render_bare(Scene const& scene, int width, int height);

    /// The page around the last picture of render(): its words and scale.
    MapScene const& page() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hacthanh::viz
