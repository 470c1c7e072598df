#pragma once

#include "sim/core/language.hpp"
#include "viz/fonts.hpp"
#include "viz/map_scene.hpp"
#include "viz/page.hpp"

namespace hacthanh::viz {

/// Draws a map scene onto a page: title, map with field and roads, scale bar, north arrow, legend, facts, wind,
/// warning and source. No two texts overlap, none leaves the page; on small pages facts and wind give way.
/// Throws InputError for a picture size or colour range out of bounds.
Page make_map_page(MapScene const& scene, Language language, Typesetter const& measure);

}  // namespace hacthanh::viz
