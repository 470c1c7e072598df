#pragma once
/// Private to viz: the parts around the data of a map.

#include "viz/fonts.hpp"
#include "viz/map_layout.hpp"
#include "viz/map_scene.hpp"
#include "viz/page.hpp"

namespace hacthanh::viz::detail {

/// What every part needs to draw itself.
struct Drafting {
    Page& page;
    MapLayout const& layout;
    Typesetter const& measure;
    Language language;

    void line(double x, double y_middle, std::string text, double size, FontWeight weight, Align align,
              Colour colour) const {
        page.text({{x, y_middle}, std::move(text), size, weight, align, colour});
    }
};

/// @param oblique  the length holds in the middle of the picture only, which is said
void draw_scale_bar(Drafting const& drafting, double metres_shown, bool oblique = false);
/// @param azimuth_deg  what is up on the map, clockwise from north
void draw_north_arrow(Drafting const& drafting, double azimuth_deg = 0);
/// Names of the parts of a picture and the lines between them.
void draw_captions(Drafting const& drafting, MapView const& view);

/// Legend, facts, wind and warning in the column beside the map.
/// @param colours  the scale as the map uses it
/// @param highest  greatest value on the map, to show whether the scale is cut
void draw_column(Drafting const& drafting, MapScene const& scene, ColourScale const& colours, double highest);

}  // namespace hacthanh::viz::detail
