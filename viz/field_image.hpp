#pragma once

#include "viz/colour_map.hpp"
#include "viz/map_scene.hpp"
#include "viz/page.hpp"

namespace hacthanh::viz {

/// Pixels of these images per pixel of the page and direction: crisp cell borders when the page is averaged down.
inline constexpr int image_refinement = 2;

/// The field as a picture of `box`, which shows `shown` [m]. Parts outside the field and cells that are NaN are
/// transparent. With `smooth` values are blended bilinearly between cell centres (held constant in the outer half
/// cell), else every cell is a square of one colour.
/// Cost O(pixels of the box).
ImageDrawing field_image(MapField const& field, city::Rectangle const& shown, Box const& box,
                         ColourScale const& colours, bool smooth);

/// The cover as a picture of `box`, one square of one colour per cell; transparent where nothing is known.
ImageDrawing cover_image(MapCover const& cover, city::Rectangle const& shown, Box const& box);

}  // namespace hacthanh::viz
