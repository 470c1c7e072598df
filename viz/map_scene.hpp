#pragma once

#include "sim/city/geometry.hpp"
#include "sim/core/language.hpp"
#include "sim/core/nice_numbers.hpp"
#include "viz/colour_map.hpp"
#include "viz/page.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::viz {

/// Numbers on a regular grid of square cells, each the mean over its cell.
struct MapField {
    city::Rectangle extent;  ///< outer borders of the grid [m]
    std::size_t nx = 0;
    std::size_t ny = 0;
    std::vector<float> values;  ///< [ny][nx], southernmost row first; NaN where there is no air
};

/// The part of a field whose cell centres lie in `area`; the whole field when none do.
MapField crop(MapField const& field, city::Rectangle const& area);

/// What lies on the ground, drawn under everything else: one kind per square cell.
struct MapCover {
    city::Rectangle extent;  ///< outer borders of the grid [m]
    std::size_t nx = 0;
    std::size_t ny = 0;
    std::vector<std::int8_t> kinds;  ///< [ny][nx] places in `legend`, southernmost row first; < 0 = nothing known
    std::vector<std::pair<Text, Colour>> legend;
};

/// A street on the map.
struct MapRoad {
    city::Polyline axis;  ///< [m], same coordinates as the map
    double width_m = 0;
    float value = std::numeric_limits<float>::quiet_NaN();  ///< what its colour shows; NaN = no traffic
};

/// A place that the map is about.
struct MapMark {
    city::Point at;  ///< [m], same coordinates as the map
    Text name;       ///< beside it; may be empty
};

enum class RoadStyle {
    none,     ///< not drawn
    plain,    ///< thin and grey over the field
    coloured  ///< by MapRoad::value; the field is not drawn
};

/// What the colours mean and how they are chosen.
struct MapColours {
    Text quantity;  ///< "NOx from traffic"
    Text unit;      ///< "µg/m³"
    ColourMap map = ColourMap::viridis;
    ScaleKind scale = ScaleKind::linear;
    std::optional<ValueRange> range{};              ///< automatic from the values when absent
    bool dark_low = false;                          ///< small values are the ones to look at (speeds)
    bool fade_in = false;                           ///< of a MapView: the low end is transparent
    bool cut = false;                               ///< of a MapView: some values lie above the range
    bool cut_low = false;                           ///< of a MapView of changes: some values lie below it
    std::vector<std::pair<Text, double>> limits{};  ///< drawn on the legend where they lie inside the range, in `unit`
};

struct MapWind {
    double from_deg = 0;  ///< where it comes from, clockwise from north
    double speed = 0;     ///< [m/s]
    Text where;           ///< "10 m above ground"
};

/// What the map shows when it was drawn elsewhere (scene_picture.hpp): then field, cover and roads are not drawn.
struct MapView {
    ImageDrawing picture;                            ///< its box does not count
    double azimuth_deg = 0;                          ///< what is up on the picture, clockwise from north
    bool oblique = false;                            ///< lengths hold in the middle of the picture only
    std::vector<Text> captions{};                    ///< of the parts of the picture, from left to right
    std::vector<double> borders{};                   ///< between them, as shares of the width
    std::vector<std::pair<Text, Colour>> classes{};  ///< rows of the legend beside the scale
};

/// Everything that a plan map shows; a plain value that knows nothing of files or windows.
///
/// North is up unless `view` says otherwise. Lengths are in metres of a projected coordinate system, values in the unit
/// that `colours` names.
struct MapScene {
    int width = 1600;  ///< of the picture [px], 640 to 4096
    int height = 1200;

    city::Rectangle extent;  ///< what the map shows [m]
    std::optional<MapCover> cover;
    std::optional<MapField> field;
    bool smooth = true;  ///< blend between cell centres instead of drawing squares
    std::vector<MapRoad> roads;
    RoadStyle road_style = RoadStyle::plain;
    std::vector<MapMark> marks;  ///< over everything else
    std::optional<MapView> view;
    MapColours colours;  ///< without a quantity there is no scale

    Text title;
    Text subtitle;
    std::optional<MapWind> wind;
    std::vector<std::pair<Text, Text>> facts;  ///< label and value, under the legend
    Text warning;                              ///< printed prominently, e.g. for a schematic network
    std::vector<Text> source;                  ///< where the picture comes from, one paragraph each
};

/// The range that the colours of the scene span: the given one, else chosen from its values.
ValueRange colour_range(MapScene const& scene);

}  // namespace hacthanh::viz
