#pragma once

#include "viz/fonts.hpp"
#include "viz/map_scene.hpp"
#include "viz/page.hpp"

#include <string>
#include <vector>

namespace hacthanh::viz {

/// Where the parts of a map lie on the page.
struct MapLayout {
    double unit = 1;  ///< 1 on a page of 1600 x 1200; all sizes grow with it, but never below legibility
    double title_size = 0;
    double text_size = 0;
    double small_size = 0;
    std::vector<std::string> title;     ///< lines
    std::vector<std::string> subtitle;  ///< lines
    std::vector<std::string> source;    ///< lines
    Box header;
    Box map;     ///< whole pixels, aspect of the scene's extent
    Box column;  ///< legend, facts and warning, to the right of the map
    Box footer;
};

/// Fits header, map, column and footer to the page: the map as large as possible with its true shape, the column
/// beside it, and both centred. Throws InputError when the picture is too small or too large.
MapLayout lay_out_map(MapScene const& scene, Language language, Typesetter const& measure);

}  // namespace hacthanh::viz
