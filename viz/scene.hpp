#pragma once
/// The one description of what is seen: the window saves and loads it, the headless renderer draws it.
///
/// Plain values without any VTK type. `scene_json.hpp` reads and writes them, `scene_data.hpp` fetches what they name
/// from a result file, `scene_view.hpp` draws them. All coordinates are those of the result file (ResultGrid) [m].

#include "sim/core/language.hpp"
#include "sim/core/nice_numbers.hpp"
#include "viz/colour_map.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::viz {

/// What a layer draws, from the ground up. A scene has at most one layer of a kind, except `slice` and `section`.
enum class LayerKind {
    ground,      ///< water, green and land, by `colour_by` "cover"
    wards,       ///< administrative areas, by "concentration" (weighted with their people) or "residents"
    roads,       ///< as wide as their lanes, by "plain", "speed", "flow", "emission:SPECIES", "kerb:SPECIES"
    slice,       ///< the scene's field in the layer that holds `height_m`, by "concentration" or "vn_aqi" (classes)
    section,     ///< the scene's field in an upright plane along `line`
    isosurface,  ///< where the scene's field has each of `levels`
    volume,      ///< the scene's whole field as a cloud; slow without a GPU
    wind,        ///< by "arrows" or "streamlines"
    buildings,   ///< extruded, by "plain", "height" or "use"
    vehicles,    ///< by "group" or "speed"; places between stored moments are interpolated
    receptors,   ///< by "plain" or "concentration" (the scene's field at the scene's time)
    labels       ///< names of streets
};

inline constexpr std::array all_layer_kinds = {LayerKind::ground,   LayerKind::wards,     LayerKind::roads,
                                               LayerKind::slice,    LayerKind::section,   LayerKind::isosurface,
                                               LayerKind::volume,   LayerKind::wind,      LayerKind::buildings,
                                               LayerKind::vehicles, LayerKind::receptors, LayerKind::labels};

/// The name in files: that of the enum value.
std::string_view name(LayerKind kind);
/// The name for people.
Text title(LayerKind kind);
/// The choices of `colour_by` for a kind, the default first; "emission:" and "kerb:" stand for one per species. Empty
/// for layers that have none: they take the scene's field or one colour.
std::vector<std::string> colour_choices(LayerKind kind);

/// A point on the ground, an end of a section [m].
struct ScenePoint {
    double x = 0;
    double y = 0;

    friend bool operator==(ScenePoint const&, ScenePoint const&) = default;
};

/// One layer. What a kind does not use is left at its default and not written to files.
struct SceneLayer {
    LayerKind kind = LayerKind::ground;
    bool visible = true;
    double opacity = 1;       ///< 0 to 1
    std::string colour_by{};  ///< see LayerKind; empty = the first of colour_choices()
    ColourMap colour_map = ColourMap::viridis;
    ScaleKind scale = ScaleKind::linear;
    std::optional<double> low{};       ///< of the colours, in the unit shown; absent = chosen once for all times
    std::optional<double> high{};      ///< and both results
    std::optional<double> height_m{};  ///< slice: absent = the scene's height
    std::vector<ScenePoint> line{};    ///< section: two points; empty = across the busiest street
    std::vector<double> levels{};      ///< isosurface [ug/m3]; empty = chosen from the range
    double width_factor = 1;           ///< roads: their drawn width over the true one

    friend bool operator==(SceneLayer const&, SceneLayer const&) = default;
};

enum class Projection { orthographic, perspective };

/// From where the scene is seen: the camera looks at a point of the ground.
struct SceneCamera {
    Projection projection = Projection::orthographic;
    std::optional<ScenePoint> centre{};  ///< what it looks at; absent = middle of the roads
    double centre_height_m = 0;          ///< of that point over ground
    double azimuth_deg = 0;              ///< the way it looks, clockwise from north: 0 = north is up
    double elevation_deg = 90;           ///< over the horizon: 90 = straight down, north up; 1 to 90
    double view_m = 0;                   ///< metres at the centre from the lower to the upper edge; 0 = all roads

    friend bool operator==(SceneCamera const&, SceneCamera const&) = default;
};

/// Words at a place.
struct SceneNote {
    double x = 0;
    double y = 0;
    double height_m = 0;
    Text text{};

    friend bool operator==(SceneNote const& a, SceneNote const& b) {
        return a.x == b.x && a.y == b.y && a.height_m == b.height_m && a.text.english == b.text.english &&
               a.text.vietnamese == b.text.vietnamese;
    }
};

/// How one or two results are shown.
enum class SceneMode {
    single,        ///< the first result
    side_by_side,  ///< A | B with the same camera and the same scales
    swipe,         ///< A left of `swipe_at`, B right of it
    difference     ///< B − A on a scale that is symmetric about zero: slices, roads and wards
};

std::string_view name(SceneMode mode);
std::optional<SceneMode> find_scene_mode(std::string_view wanted);

/// A whole view. A value; two scenes that compare equal are drawn alike.
struct Scene {
    Text title{};  ///< empty = the title of the result
    SceneMode mode = SceneMode::single;
    std::string field = "NOx";  ///< species of slices, sections, isosurfaces, the volume and wards
    double height_m = 1.5;      ///< over ground, of slices that name none
    /// "mean", "last", a step number, "hh:mm[:ss]" (parse_time_choice), or "@SECONDS" of the traffic clock, which also
    /// places vehicles between steps.
    std::string time = "last";
    Language language = Language::vietnamese;
    double swipe_at = 0.5;  ///< share of the width, 0 to 1
    SceneCamera camera{};
    std::vector<SceneLayer> layers{};
    std::vector<SceneNote> notes{};
    std::string city{};   ///< folder with footprints and people; empty = the one that the run names, if it is there
    std::string wards{};  ///< polygons with a column `name`; empty = the pieces of the city folder that hold people
    std::string wind{};   ///< file of `hacthanh wind`; empty = arrows of the wind that carried the air

    friend bool operator==(Scene const& a, Scene const& b);
};

/// The first layer of a kind, or nothing.
SceneLayer const* find_layer(Scene const& scene, LayerKind kind);
SceneLayer* find_layer(Scene& scene, LayerKind kind);

/// Views that planners ask for by name.
enum class Preset { map, difference, street, three_d, timelapse, wards, city };

/// "map", "difference", "street", "3d", "timelapse", "wards", "city".
std::string_view name(Preset preset);
/// Throws InputError that lists the names.
Preset find_preset(std::string_view wanted);
/// The scene of a preset; its camera is fitted to the city when it is drawn.
Scene make_preset(Preset preset);

/// Throws InputError `where: key …` for a value out of range: opacity, height, elevation, range, section without two
/// ends, two layers of a kind that may be there once, an unknown `colour_by`.
void validate_scene(Scene const& scene, std::string_view where);

}  // namespace hacthanh::viz
