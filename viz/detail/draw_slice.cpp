#include "viz/detail/index_bands.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/map_cover.hpp"
#include "viz/detail/textured_plane.hpp"
#include "viz/field_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

/// Pixels of the picture of a slice: enough to blend between cells, few enough to draw it while time runs.
constexpr double wanted_pixels = 480'000;

class Slice : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        plane_.set_opacity(layer.opacity);
        double const height = layer.height_m.value_or(context.scene.height_m);
        double const z = slice_z(context.scene, height);
        std::string const key =
            fmt::format("{} {} {} {}", layer_key(layer), time_key(context), height, context.data().path().string());
        auto const& grid = context.data().result().grid();
        auto const extent = grid_extent(grid);
        plane_.place({extent.x_min - context.origin.x, extent.y_min - context.origin.y, z}, {extent.width(), 0, 0},
                     {0, extent.height(), 0});
        if (unchanged(key)) return;
        forget();
        if (layer.colour_by == vn_aqi) {
            auto bands = index_bands(context, layer, height);
            plane_.paint(band_image(bands.colours, grid.nx(), grid.ny()), false);
            legend_ = std::move(bands.legend);
            values_ = std::move(bands.index);
            unchanged(key);
            return;
        }
        MapField field{extent, grid.nx(), grid.ny(), field_layer(context, height)};
        bool const fade_in = true;
        FieldColours const colours = field_colours(context, layer, height, fade_in, field.values);
        double const cells = static_cast<double>(field.nx) * static_cast<double>(field.ny);
        double const finer = std::clamp(std::sqrt(wanted_pixels / cells), 1.0, 6.0) / image_refinement;
        Box const box{0, 0, std::ceil(static_cast<double>(field.nx) * finer),
                      std::ceil(static_cast<double>(field.ny) * finer)};
        plane_.paint(field_image(field, extent, box, colours.scale, true), true);
        legend_ = colours.legend;
        values_ = std::move(field.values);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {plane_.actor()}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

    std::optional<ScenePick> pick(LayerContext const& context, SceneLayer const& layer,
                                  city::Point place) const override {
        auto const& grid = context.data().result().grid();
        auto const extent = grid_extent(grid);
        if (!legend_ || !extent.contains(place)) return std::nullopt;
        auto const i = static_cast<std::size_t>((place.x - extent.x_min) / grid.cell_size);
        auto const j = static_cast<std::size_t>((place.y - extent.y_min) / grid.cell_size);
        if (i >= grid.nx() || j >= grid.ny()) return std::nullopt;
        float const value = values_[j * grid.nx() + i];
        if (!std::isfinite(value)) return std::nullopt;
        ScenePick pick;
        pick.layer = LayerKind::slice;
        pick.name = legend_->quantity;
        pick.x = place.x;
        pick.y = place.y;
        pick.height_m = layer.height_m.value_or(context.scene.height_m);
        pick.value = value;
        auto const words = [&](Language language) {
            std::string const unit = legend_->unit.in(language);
            return format_number(static_cast<double>(value), language) + (unit.empty() ? "" : " " + unit);
        };
        pick.facts.emplace_back(legend_->quantity, Text{words(Language::english), words(Language::vietnamese)});
        return pick;
    }

private:
    TexturedPlane plane_;
    std::optional<SceneLegend> legend_;
    std::vector<float> values_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_slice() { return std::make_unique<Slice>(); }

}  // namespace hacthanh::viz::detail
