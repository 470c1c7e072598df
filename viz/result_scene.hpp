#pragma once

#include "io/result_reader.hpp"
#include "viz/map_scene.hpp"
#include "viz/time_choice.hpp"

#include <optional>
#include <string>

namespace hacthanh::viz {

/// What a map of a result file shows; names as users write them.
struct MapRequest {
    std::string field = "NOx";          ///< species; not used when roads are coloured
    std::string roads = "plain";        ///< "plain", "none", "flow", "speed", "emission:<species>", "kerb:<species>"
    std::string time = "mean";          ///< see parse_time_choice()
    double height_m = 1.5;              ///< over ground
    std::optional<ValueRange> range{};  ///< in the unit of MapSummary
    ColourMap colour_map = ColourMap::viridis;
    ScaleKind scale = ScaleKind::linear;
    bool smooth = true;
    bool whole_domain = false;  ///< false: the surroundings of the roads only
    int width = 1600;
    int height = 1200;
};

/// The numbers behind a map, for `--json`.
struct MapSummary {
    std::string quantity;    ///< "NOx", "flow", "speed", "emission:NOx" or "kerb:NOx"
    std::string unit;        ///< "ug/m3", "vehicles/h", "km/h" or "g/(km h)"
    std::string time;        ///< "mean" or the number of the step
    std::string begin_time;  ///< ISO 8601, local
    std::string end_time;
    std::string time_name;      ///< for file names: "mean" or "0725-0730"
    double height_m = 0;        ///< asked for
    double layer_bottom_m = 0;  ///< of the layer shown
    double layer_top_m = 0;
    double min = 0;  ///< over the map; NaN when nothing is there
    double max = 0;
    double mean = 0;
    ValueRange range;  ///< of the colours
};

struct ResultMap {
    MapScene scene;
    MapSummary summary;
    double shown_factor =
        1;  ///< values of the scene over those of the summary: 0.001 when the unit is 1000 times larger
};

/// The bounding box of the roads with a margin of a tenth of its larger side, inside the grid; the grid when there are
/// no roads.
city::Rectangle around_roads(io::ResultReader const& result);

/// A linear scale that begins at the background, so that what the traffic adds is seen.
ValueRange range_above(double background, std::vector<float> values);

/// Reads what the map needs from a result file: one layer per chosen step, and the roads.
///
/// Time means are weighted with the length of the steps. Concentrations of 10 000 ug/m3 and more are shown in
/// mg/m3, emissions likewise in kg/(km h).
/// Throws InputError for an unknown species, a time or height outside the file, and a file without roads when roads are
/// to be coloured; the message lists what the file has.
ResultMap make_result_map(io::ResultReader const& result, MapRequest const& request);

}  // namespace hacthanh::viz
