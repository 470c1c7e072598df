#pragma once
/// Private to viz: one layer of a SceneView.

#include "viz/detail/scene_city.hpp"
#include "viz/scene_view.hpp"

#include <vtkProp.h>
#include <vtkSmartPointer.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::viz::detail {

/// What a layer draws from. Lives for one show().
struct LayerContext {
    SceneData const& first;
    SceneData const* second;
    Pane pane;
    Scene const& scene;
    SceneMoment moment_first;
    std::optional<SceneMoment> moment_second;
    city::Point origin;           ///< taken off all coordinates
    double metres_per_pixel = 1;  ///< at the camera's centre, on a picture of 1000 rows
    std::function<SceneCity const&()> city;
    std::function<std::vector<ScenePoint> const&()> street;  ///< a section across the busiest one
    std::map<std::string, ValueRange>& ranges;               ///< chosen once, for all times
    double text_scale = 1;                                   ///< pixels of the window per pixel of a text

    SceneData const& data() const { return pane == Pane::second ? *second : first; }
    SceneMoment const& moment() const { return pane == Pane::second ? *moment_second : moment_first; }
    bool difference() const { return pane == Pane::difference; }

    /// Ends of a layer's colours: those that it names, else `choose` of every result that is shown, once; for
    /// differences `choose_difference`, made symmetric.
    ValueRange range(SceneLayer const& layer, std::string const& key,
                     std::function<ValueRange(SceneData const&)> const& choose,
                     std::function<double()> const& greatest_difference = {}) const;
};

/// A layer's props and what is said about them. update() is called whenever the scene, the time or the data changed; a
/// drawing keeps what did not (`unchanged`).
class LayerDrawing {
public:
    LayerDrawing() = default;
    LayerDrawing(LayerDrawing const&) = delete;
    LayerDrawing& operator=(LayerDrawing const&) = delete;
    virtual ~LayerDrawing() = default;

    /// Throws InputError when the data cannot serve the layer; the drawing is as before then.
    virtual void update(LayerContext const& context, SceneLayer const& layer) = 0;
    virtual std::vector<vtkSmartPointer<vtkProp>> props() const = 0;
    virtual std::optional<SceneLegend> legend() const { return std::nullopt; }
    /// What of the layer lies at a place on the ground [file coordinates, m].
    virtual std::optional<ScenePick> pick(LayerContext const&, SceneLayer const&, city::Point) const {
        return std::nullopt;
    }
    /// What was picked before, with the numbers of now.
    virtual std::optional<ScenePick> pick_again(LayerContext const& context, SceneLayer const& layer,
                                                ScenePick const& before) const {
        auto now = pick(context, layer, {before.x, before.y});
        if (now && now->index != before.index) now.reset();
        return now;
    }

protected:
    /// True when `key` is that of the last call; else remembers it.
    bool unchanged(std::string const& key) {
        if (key == key_) return true;
        key_ = key;
        return false;
    }
    /// Makes the next unchanged() false: after a failure.
    void forget() { key_.clear(); }

private:
    std::string key_;
};

std::unique_ptr<LayerDrawing> make_ground();
std::unique_ptr<LayerDrawing> make_wards();
std::unique_ptr<LayerDrawing> make_roads();
std::unique_ptr<LayerDrawing> make_slice();
std::unique_ptr<LayerDrawing> make_section();
std::unique_ptr<LayerDrawing> make_isosurface();
std::unique_ptr<LayerDrawing> make_volume();
std::unique_ptr<LayerDrawing> make_wind();
std::unique_ptr<LayerDrawing> make_buildings();
std::unique_ptr<LayerDrawing> make_vehicles();
std::unique_ptr<LayerDrawing> make_receptors();
std::unique_ptr<LayerDrawing> make_labels();
std::unique_ptr<LayerDrawing> make_layer_drawing(LayerKind kind);

/// Heights at which flat layers lie over ground, so that each covers those below it [m].
inline constexpr double ground_z = -0.4;
inline constexpr double cover_z = -0.2;
inline constexpr double ward_z = 0;
inline constexpr double road_z = 0.25;
/// A slice lies just over the ground when one looks straight down, else at its height.
double slice_z(Scene const& scene, double height_m);

/// Text that changes with everything about the time and data of a pane.
std::string time_key(LayerContext const& context);
/// Text of everything in a layer.
std::string layer_key(SceneLayer const& layer);

/// The concentration of a layer of cells as the pane shows it; difference: B − A. Throws InputError when grids differ.
std::vector<float> field_layer(LayerContext const& context, double height_m);
/// The same of all layers.
std::vector<float> field_cells(LayerContext const& context);
/// The two ends of a section across the street with the greatest flow. Throws InputError when there are no roads.
std::vector<ScenePoint> busiest_section(SceneData const& data, SceneMoment const& moment);
/// Colours of a field layer and their legend; `shown` gives the extremes. @param of_layer  what is coloured of a layer
struct FieldColours {
    ColourScale scale;
    SceneLegend legend;
};
FieldColours field_colours(LayerContext const& context, SceneLayer const& layer, double height_m, bool fade_in,
                           std::vector<float> const& shown, ShownOfLayer const& of_layer = {});
/// Highest and lowest finite number into a legend.
void set_extremes(SceneLegend& legend, std::vector<float> const& values);

}  // namespace hacthanh::viz::detail
