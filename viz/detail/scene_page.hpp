#pragma once
/// Private to viz: the words of the page around a scene.

#include "viz/map_scene.hpp"
#include "viz/scene_view.hpp"

#include <vector>

namespace hacthanh::viz::detail {

/// Title, subtitle, legend, facts, wind, warning and source of a scene as its views draw it; no picture yet.
/// @param legends  of the view that leads
MapScene make_scene_page(SceneData const& first, SceneData const* second, Scene const& scene, SceneView const& leader);

}  // namespace hacthanh::viz::detail
