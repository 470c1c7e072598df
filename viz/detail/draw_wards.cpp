#include "sim/city/contains.hpp"
#include "sim/core/error.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/map_cover.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/shape_builder.hpp"

#include <fmt/format.h>
#include <vtkProperty.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

constexpr double border_px = 1.6;

/// Mean of the cells whose centres lie in a zone; NaN when there is none.
float mean_inside(city::PopulationZone const& zone, io::ResultGrid const& grid, std::vector<float> const& values) {
    auto const extent = grid_extent(grid);
    double sum = 0;
    std::size_t n = 0;
    for (city::Polygon const& part : zone.parts) {
        double x_min = 1e300, y_min = 1e300, x_max = -1e300, y_max = -1e300;
        for (city::Point p : part.outer) {
            x_min = std::min(x_min, p.x), x_max = std::max(x_max, p.x);
            y_min = std::min(y_min, p.y), y_max = std::max(y_max, p.y);
        }
        auto const index = [&](double place, double from, std::size_t count) {
            return static_cast<std::size_t>(
                std::clamp((place - from) / grid.cell_size, 0.0, static_cast<double>(count)));
        };
        for (std::size_t j = index(y_min, extent.y_min, grid.ny());
             j < std::min(index(y_max, extent.y_min, grid.ny()) + 1, grid.ny()); ++j)
            for (std::size_t i = index(x_min, extent.x_min, grid.nx());
                 i < std::min(index(x_max, extent.x_min, grid.nx()) + 1, grid.nx()); ++i) {
                float const value = values[j * grid.nx() + i];
                if (!std::isfinite(value) || !city::contains(part, {grid.x_centre[i], grid.y_centre[j]})) continue;
                sum += static_cast<double>(value);
                ++n;
            }
    }
    return n == 0 ? std::nanf("") : static_cast<float>(sum / static_cast<double>(n));
}

/// Pieces of the city with people, coloured by the mean concentration in them or by how many live there.
class Wards : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        fill_->GetProperty()->SetOpacity(layer.opacity);
        std::string const key = fmt::format("{} {} {} {:.2g}", layer_key(layer), time_key(context), context.scene.city,
                                            context.metres_per_pixel);
        if (unchanged(key)) return;
        forget();
        auto const& zones = context.city().zones;
        validate(!zones.empty(), "layers", "of kind wards: the city names no pieces with people",
                 "name a city folder with population.gpkg as \"city\" in the scene, or hide the layer of wards");
        bool const residents = layer.colour_by == "residents";
        values_.clear();
        SceneLegend legend;
        if (residents) {
            for (auto const& zone : zones) values_.push_back(static_cast<float>(zone.residents));
            legend.quantity = {"Residents", "Dân số"};
            legend.unit = {"people", "người"};
            legend.range = context.range(
                layer, "residents", [&](SceneData const&) { return linear_range(values_); },
                [&] { return linear_range(values_).high; });
            legend.range.low = std::max(legend.range.low, 0.0);
        } else {
            double const height = layer.height_m.value_or(context.scene.height_m);
            auto const cells = field_layer(context, height);
            for (auto const& zone : zones) values_.push_back(mean_inside(zone, context.data().result().grid(), cells));
            legend = field_colours(context, layer, height, false, values_).legend;
            legend.quantity.english += ", mean of each area";
            legend.quantity.vietnamese += ", trung bình từng khu";
        }
        legend.layer = LayerKind::wards;
        if (residents || context.pane != Pane::difference) legend.colour_map = layer.colour_map;
        set_extremes(legend, values_);
        legend_ = legend;
        draw(context, zones);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {fill_, borders_}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

    std::optional<ScenePick> pick(LayerContext const& context, SceneLayer const&, city::Point place) const override {
        auto const& zones = context.city().zones;
        for (std::size_t i = 0; i < zones.size() && i < values_.size(); ++i)
            for (auto const& part : zones[i].parts) {
                if (!city::contains(part, place)) continue;
                ScenePick pick;
                pick.layer = LayerKind::wards;
                pick.index = i;
                pick.name = Text::same(zones[i].id);
                pick.x = place.x;
                pick.y = place.y;
                if (std::isfinite(values_[i])) pick.value = values_[i];
                auto const people = [&](Language language) { return format_number(zones[i].residents, language); };
                pick.facts.emplace_back(Text{"Residents", "Dân số"},
                                        Text{people(Language::english), people(Language::vietnamese)});
                return pick;
            }
        return std::nullopt;
    }

private:
    void draw(LayerContext const& context, std::vector<city::PopulationZone> const& zones) {
        ColourScale const scale(legend_->colour_map, legend_->scale, legend_->range.low, legend_->range.high, false);
        ShapeBuilder fill;
        ShapeBuilder borders;
        for (std::size_t i = 0; i < zones.size(); ++i) {
            Colour const colour = std::isfinite(values_[i]) ? scale(static_cast<double>(values_[i])) : empty_road;
            for (auto const& part : zones[i].parts) {
                fill.flat(part, context.origin, ward_z, colour);
                auto ring = part.outer;
                ring.push_back(ring.front());
                borders.ribbon(ring, context.origin, ward_z + 0.05, border_px * context.metres_per_pixel, paper);
            }
        }
        set_shape(*fill_, fill, false);
        set_shape(*borders_, borders, false);
    }

    vtkSmartPointer<vtkActor> fill_ = make_shape_actor(false);
    vtkSmartPointer<vtkActor> borders_ = make_shape_actor(false);
    std::vector<float> values_;
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_wards() { return std::make_unique<Wards>(); }

}  // namespace hacthanh::viz::detail
