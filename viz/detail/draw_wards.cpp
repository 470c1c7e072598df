#include "sim/city/contains.hpp"
#include "sim/core/error.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/map_cover.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/detail/shape_builder.hpp"
#include "viz/detail/text_marks.hpp"
#include "viz/exposed_wards.hpp"

#include <fmt/format.h>
#include <vtkProperty.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

constexpr double border_px = 1.6;
constexpr double name_px = 16;

/// Wards, coloured by what the people in them breathe or by how many they are.
class Wards : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        fill_->GetProperty()->SetOpacity(layer.opacity);
        std::string const key =
            fmt::format("{} {} {} {} {:.2g} {:.2g}", layer_key(layer), time_key(context), context.scene.city,
                        context.scene.wards, context.metres_per_pixel, context.text_scale);
        if (unchanged(key)) return;
        forget();
        read(context);
        by_residents_ = layer.colour_by == "residents";
        SceneLegend legend;
        if (by_residents_) {
            validate(wards_->has_population(), "layers", fmt::format("of kind wards: {}", wards_->missing().english),
                     "colour wards by concentration, or name a city folder with population.gpkg");
            values_.clear();
            for (std::size_t i = 0; i < wards_->areas().size(); ++i)
                values_.push_back(static_cast<float>(wards_->people(i)));
            legend.quantity = {"Residents", "Dân số"};
            legend.unit = {"people", "người"};
            legend.range = context.range(
                layer, "residents", [&](SceneData const&) { return linear_range(values_); },
                [&] { return linear_range(values_).high; });
            legend.range.low = std::max(legend.range.low, 0.0);
        } else {
            double const height = layer.height_m.value_or(context.scene.height_m);
            values_ = wards_->means(field_layer(context, height));
            legend = field_colours(context, layer, height, false, values_, [this](auto const& cells) {
                         return wards_->means(cells);
                     }).legend;
            legend.quantity = ward_quantity(legend.quantity, *wards_);
        }
        legend.layer = LayerKind::wards;
        if (by_residents_ || context.pane != Pane::difference) legend.colour_map = layer.colour_map;
        set_extremes(legend, values_);
        legend_ = legend;
        draw(context);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override {
        std::vector<vtkSmartPointer<vtkProp>> all = {fill_, borders_};
        all.insert(all.end(), names_.props().begin(), names_.props().end());
        return all;
    }
    std::optional<SceneLegend> legend() const override { return legend_; }

    std::optional<ScenePick> pick(LayerContext const& context, SceneLayer const&, city::Point place) const override {
        for (std::size_t i = 0; i < values_.size(); ++i)
            for (auto const& part : wards_->areas()[i].parts)
                if (city::contains(part, place)) return describe(context, i, place);
        return std::nullopt;
    }

private:
    /// Takes up the people and the areas, unless they are those of the last call.
    void read(LayerContext const& context) {
        std::string const names = context.scene.city + '\n' + context.scene.wards;
        if (wards_ && names == read_from_) return;
        wards_.emplace(context.data(), context.scene, context.city().zones);
        read_from_ = names;
    }

    ScenePick describe(LayerContext const& context, std::size_t ward, city::Point place) const {
        ScenePick pick;
        pick.layer = LayerKind::wards;
        pick.index = ward;
        pick.name = Text::same(wards_->areas()[ward].name);
        pick.x = place.x;
        pick.y = place.y;
        if (std::isfinite(values_[ward])) pick.value = values_[ward];
        pick.facts.emplace_back(Text{"Residents", "Dân số"},
                                wards_->has_population() ? number(wards_->people(ward), {}) : none());
        if (!pick.value || by_residents_) return pick;
        pick.facts.emplace_back(legend_->quantity, number(static_cast<double>(*pick.value), legend_->unit));
        if (context.difference()) return pick;
        auto const background = background_of(context.data().result(), context.scene.field);
        auto const pollutant = find_pollutant(context.scene.field);
        if (!background || !pollutant || is_reactive(*pollutant)) return pick;  // what reacts is no sum of two parts
        pick.facts.emplace_back(Text{"of it background", "trong đó nền"}, number(*background, legend_->unit));
        pick.facts.emplace_back(Text{"of it from traffic", "trong đó do giao thông"},
                                number(static_cast<double>(*pick.value) - *background, legend_->unit));
        return pick;
    }

    static Text none() { return {"no data", "chưa có số liệu"}; }
    static Text number(double value, Text const& unit) {
        auto const in = [&](Language language) {
            std::string const words = unit.in(language);
            return format_number(value, language) + (words.empty() ? "" : " " + words);
        };
        return {in(Language::english), in(Language::vietnamese)};
    }

    void draw(LayerContext const& context) {
        ColourScale const scale(legend_->colour_map, legend_->scale, legend_->range.low, legend_->range.high, false);
        ShapeBuilder fill;
        ShapeBuilder borders;
        for (std::size_t i = 0; i < values_.size(); ++i) {
            Colour const colour = std::isfinite(values_[i]) ? scale(static_cast<double>(values_[i])) : empty_road;
            for (auto const& part : wards_->areas()[i].parts) {
                fill.flat(part, context.origin, ward_z, colour);
                auto ring = part.outer;
                ring.push_back(ring.front());
                borders.ribbon(ring, context.origin, ward_z + 0.05, border_px * context.metres_per_pixel, paper);
            }
        }
        set_shape(*fill_, fill, false);
        set_shape(*borders_, borders, false);
        std::vector<TextMark> names;
        for (std::size_t i = 0; i < values_.size() && !context.scene.wards.empty(); ++i)
            if (auto const middle = wards_->middle(i))
                names.push_back({middle->x - context.origin.x, middle->y - context.origin.y, 1, wards_->areas()[i].name,
                                 name_px, true, false, ink});
        names_.set(names, context.text_scale);
    }

    vtkSmartPointer<vtkActor> fill_ = make_shape_actor(false);
    vtkSmartPointer<vtkActor> borders_ = make_shape_actor(false);
    TextMarks names_;
    std::optional<ExposedWards> wards_;
    std::string read_from_;
    bool by_residents_ = false;
    std::vector<float> values_;
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_wards() { return std::make_unique<Wards>(); }

}  // namespace hacthanh::viz::detail
