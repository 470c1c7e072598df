#pragma once

#include "viz/picture.hpp"
#include "viz/scene.hpp"
#include "viz/scene_data.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::viz {

/// What one pane shows of the results.
enum class Pane { first, second, difference };

/// What the colours of a layer mean, as drawn: for legends.
struct SceneLegend {
    LayerKind layer = LayerKind::slice;
    Text quantity{};
    Text unit{};
    ColourMap colour_map = ColourMap::viridis;
    ScaleKind scale = ScaleKind::linear;
    ValueRange range{};
    bool dark_low = false;
    bool fade_in = false;  ///< the low end is transparent
    double lowest = 0;     ///< drawn now
    double highest = 0;
    std::vector<std::pair<Text, double>> limits{};   ///< legal limits inside the range, in its unit
    std::vector<std::pair<Text, Colour>> classes{};  ///< instead of a scale: groups of vehicles, uses of buildings
};

/// What lies under the pointer.
struct ScenePick {
    LayerKind layer = LayerKind::ground;
    std::size_t index = 0;  ///< road, building, receptor or ward; 0 for slices
    Text name{};            ///< street, use of the building, receptor
    double x = 0;           ///< file coordinates [m]
    double y = 0;
    double height_m = 0;
    std::vector<std::pair<Text, Text>> facts{};  ///< label and value with unit
    std::optional<float> value{};                ///< of what colours the layer
};

/// Draws one pane of a scene with VTK: the same object serves the window and pictures without a display.
///
/// show() compares with the scene before and rebuilds only what changed: a new time reads and uploads the slabs of the
/// visible layers, a new camera nothing. What a layer needs that the result has not (traces, wards, a kerb model) is an
/// InputError from show() that names the layer, what is missing and how to get it; the layers before are kept.
/// Use from the thread that owns the OpenGL context.
///
/// To embed it, viz/detail/scene_props.hpp hands it a vtkRenderer (for the window's library, which lives below viz).
class SceneView {
public:
    /// @param first   must outlive the view
    /// @param second  the other result, or null
    SceneView(SceneData const& first, SceneData const* second, Pane pane);
    SceneView(SceneView&&) noexcept;
    ~SceneView();

    /// Throws InputError as described above and as validate_scene() does; then the view still shows the scene before.
    void show(Scene const& scene);
    Scene const& scene() const;

    /// For the layers that are drawn with a scale or classes, uppermost last.
    std::vector<SceneLegend> legends() const;
    /// "07:25–07:30, 15 January 2024" of what is shown.
    Text time_text() const;
    /// Seconds of the traffic clock that the view shows.
    SceneMoment const& moment() const;

    /// The camera as it is now, after the user turned it: centre, azimuth, elevation and view filled in.
    SceneCamera camera() const;
    void set_camera(SceneCamera const& camera);

    /// What is drawn at a pixel of the last frame, (0, 0) the upper left corner. Nothing on bare ground.
    std::optional<ScenePick> pick(double x, double y, int width, int height) const;
    /// What is drawn at a ground point, file coordinates.
    std::optional<ScenePick> pick_at(ScenePoint place) const;
    /// What was picked before with the numbers of the scene shown now; nothing when its layer is not shown any more.
    std::optional<ScenePick> pick_again(ScenePick const& before) const;
    /// Marks a road in the picture, or none.
    void highlight_road(std::optional<std::size_t> road);

    struct Impl;
    Impl& impl() { return *impl_; }  ///< for viz/detail

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace hacthanh::viz
