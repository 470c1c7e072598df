#include "sim/core/error.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/text_marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

constexpr Colour monitor_ink{0, 92, 153};

/// Receptors and stations with their names.
class Receptors : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        auto const& result = context.data().result();
        validate(!result.receptors().empty(), context.data().path().string(), "holds no receptors",
                 "run with output.receptors, or hide the layer of receptors");
        bool const coloured = layer.colour_by == "concentration";
        std::string const key =
            fmt::format("{} {} {} {} {}", layer_key(layer), static_cast<int>(context.scene.language),
                        coloured ? time_key(context) : "", context.text_scale, context.data().path().string());
        if (unchanged(key)) return;
        forget();
        auto const& grid = result.grid();
        std::optional<FieldColours> colours;
        std::vector<float> values;
        legend_.reset();
        if (coloured) {
            for (auto const& receptor : result.receptors()) values.push_back(value_at(context, receptor));
            colours = field_colours(context, layer, context.scene.height_m, false, values);
            legend_ = colours->legend;
        }
        std::vector<TextMark> marks;
        for (std::size_t i = 0; i < result.receptors().size(); ++i) {
            auto const& receptor = result.receptors()[i];
            Colour colour = receptor.kind == "monitor" ? monitor_ink : ink;
            if (coloured)
                colour = std::isfinite(values[i]) ? colours->scale(static_cast<double>(values[i])) : empty_road;
            marks.push_back({receptor.x - grid.network_offset_x - context.origin.x,
                             receptor.y - grid.network_offset_y - context.origin.y, receptor.height,
                             name_of(receptor).in(context.scene.language), 14, receptor.kind == "monitor", true,
                             colour});
        }
        marks_.set(marks, context.text_scale);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return marks_.props(); }
    std::optional<SceneLegend> legend() const override { return legend_; }

    std::optional<ScenePick> pick(LayerContext const& context, SceneLayer const&, city::Point place) const override {
        auto const& result = context.data().result();
        auto const& grid = result.grid();
        double nearest = 8 * context.metres_per_pixel;
        std::optional<ScenePick> pick;
        for (std::size_t i = 0; i < result.receptors().size(); ++i) {
            auto const& receptor = result.receptors()[i];
            double const x = receptor.x - grid.network_offset_x;
            double const y = receptor.y - grid.network_offset_y;
            double const distance = std::hypot(x - place.x, y - place.y);
            if (distance > nearest) continue;
            nearest = distance;
            pick.emplace();
            pick->layer = LayerKind::receptors;
            pick->index = i;
            pick->name = name_of(receptor);
            pick->x = x;
            pick->y = y;
            pick->height_m = receptor.height;
        }
        return pick;
    }

private:
    static Text name_of(state::Receptor const& receptor) {
        return {receptor.name, receptor.name_vi.empty() ? receptor.name : receptor.name_vi};
    }
    static float value_at(LayerContext const& context, state::Receptor const& receptor) {
        auto const& grid = context.data().result().grid();
        ScenePoint const place{receptor.x - grid.network_offset_x, receptor.y - grid.network_offset_y};
        return context.data()
            .probe(context.scene.field, context.moment(), place, std::max(receptor.height, grid.z_faces.front()))
            .value_or(std::nanf(""));
    }

    TextMarks marks_;
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_receptors() { return std::make_unique<Receptors>(); }

}  // namespace hacthanh::viz::detail
