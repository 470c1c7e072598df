#pragma once

#include "app/hacthanh-render/options.hpp"

namespace hacthanh::app {

/// Draws a scene as a picture, as frames or as a film; returns the exit code. Throws InputError for a scene that the
/// results cannot serve, RunError when nothing can be drawn or written.
int render_scenes(RenderOptions const& options);

}  // namespace hacthanh::app
