#include "sim/core/error.hpp"
#include "viz/apportion_choice.hpp"
#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/palette.hpp"
#include "viz/detail/shape_builder.hpp"

#include <fmt/format.h>
#include <vtkProperty.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace hacthanh::viz::detail {
namespace {

constexpr Colour asphalt{118, 122, 130};
constexpr double ring_px = 10;                ///< radius
constexpr int ring_corners = 24;              ///< so that it looks round
constexpr double thinnest_px = 1.4;           ///< a road is drawn at least this wide
constexpr double thinnest_coloured_px = 2.4;  ///< so that its colour is seen

/// Roads as ribbons; where they are coloured, those with the greatest values lie on top.
class Roads : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        actor_->GetProperty()->SetOpacity(layer.opacity);
        bool const coloured = !layer.colour_by.empty() && layer.colour_by != "plain";
        // The width in pixels follows the zoom in steps of a fifth.
        int const zoom = static_cast<int>(std::lround(std::log(context.metres_per_pixel) / std::log(1.2)));
        std::string const key = fmt::format("{} {} {} {}", layer_key(layer), zoom, context.data().path().string(),
                                            coloured ? time_key(context) : "");
        if (unchanged(key)) return;
        forget();
        auto const& roads = context.data().result().roads();
        validate(!roads.empty(), context.data().path().string(), "holds no roads",
                 "run with output.keep_roads = true, or hide the layer of roads");
        values_.assign(roads.size(), std::nanf(""));
        legend_.reset();
        ShapeBuilder shape;
        if (coloured)
            draw_coloured(context, layer, shape);
        else
            for (auto const& road : roads)
                shape.ribbon(road.axis, context.origin, road_z, width(road, layer, context, thinnest_px), asphalt);
        set_shape(*actor_, shape, false);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {actor_}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

    std::optional<ScenePick> pick(LayerContext const& context, SceneLayer const& layer,
                                  city::Point place) const override {
        double const reach = std::max(6.0, 5 * context.metres_per_pixel);
        auto const found = context.data().road_near({place.x, place.y}, reach);
        if (!found) return std::nullopt;
        return describe(context, layer, *found, {place.x, place.y});
    }

    /// By its number: a place that was near enough from afar may not be from near.
    std::optional<ScenePick> pick_again(LayerContext const& context, SceneLayer const& layer,
                                        ScenePick const& before) const override {
        if (before.index >= context.data().result().roads().size()) return std::nullopt;
        return describe(context, layer, before.index, {before.x, before.y});
    }

private:
    ScenePick describe(LayerContext const& context, SceneLayer const& layer, std::size_t index,
                       ScenePoint place) const {
        auto const& road = context.data().result().roads()[index];
        ScenePick pick;
        pick.layer = LayerKind::roads;
        pick.index = index;
        pick.name = Text::same(road.street_name.empty() ? road.name : road.street_name);
        pick.x = place.x;
        pick.y = place.y;
        add_facts(pick, context, index);
        if (is_apportion(layer.colour_by)) add_place(pick, context, layer.colour_by);
        if (legend_ && std::isfinite(values_[index])) pick.value = values_[index];
        return pick;
    }

    static double width(io::ResultRoad const& road, SceneLayer const& layer, LayerContext const& context,
                        double least_px) {
        double const true_width = road.width_m > 0 ? road.width_m : 3.2 * std::max(road.n_lanes, 1);
        return std::max(true_width * layer.width_factor, least_px * context.metres_per_pixel);
    }

    std::vector<float> read_values(LayerContext const& context, std::string const& colour_by) const {
        if (!context.difference()) return *context.data().roads(colour_by, context.moment());
        auto const a = context.first.roads(colour_by, context.moment_first);
        auto const b = context.second->roads(colour_by, *context.moment_second);
        validate(a->size() == b->size(), context.second->path().string(),
                 fmt::format("has other roads than {}", context.first.path().string()),
                 "compare results of the same network");
        std::vector<float> difference(b->size());
        std::transform(b->begin(), b->end(), a->begin(), difference.begin(), std::minus<>());
        return difference;
    }

    void draw_coloured(LayerContext const& context, SceneLayer const& layer, ShapeBuilder& shape) {
        auto const& roads = context.data().result().roads();
        values_ = read_values(context, layer.colour_by);
        auto const range = context.range(
            layer, fmt::format("roads {} {}", layer.colour_by, static_cast<int>(layer.scale)),
            [&](SceneData const& data) { return data.road_range(layer.colour_by, layer.scale); },
            [&] {
                std::vector<float> sample;
                for (float value : values_) sample.push_back(std::abs(value));
                return linear_range(sample).high;
            });
        SceneLegend legend;
        legend.layer = LayerKind::roads;
        Text const quantity = road_quantity_name(layer.colour_by);
        bool const difference = context.difference();
        legend.quantity =
            difference ? Text{"Change of " + quantity.english, "Thay đổi " + quantity.vietnamese} : quantity;
        legend.unit = road_unit(layer.colour_by);
        if (is_apportion(layer.colour_by) && !difference) {
            auto const place = chosen_apportionment(layer.colour_by, context.data().path());
            legend.quantity.english += " at " + place.name;
            legend.quantity.vietnamese += " tại " + (place.name_vi.empty() ? place.name : place.name_vi);
        }
        legend.colour_map = difference ? ColourMap::blue_orange : layer.colour_map;
        legend.scale = difference ? ScaleKind::linear : layer.scale;
        legend.range = range;
        legend.dark_low = !difference && layer.colour_by == "speed";
        set_extremes(legend, values_);
        ColourScale const colours(legend.colour_map, legend.scale, range.low, range.high, false, legend.dark_low);
        std::vector<std::size_t> order(roads.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        auto const rank = [&](std::size_t i) {
            if (!std::isfinite(values_[i])) return -1.0;
            double const place = colours.fraction(static_cast<double>(values_[i]));
            return difference ? std::abs(place - 0.5) : place;
        };
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
        double z = road_z;
        double const rise = 0.2 / static_cast<double>(roads.size() + 1);
        for (std::size_t i : order) {
            bool const empty = !std::isfinite(values_[i]);
            Colour const colour = empty ? empty_road : colours(static_cast<double>(values_[i]));
            shape.ribbon(roads[i].axis, context.origin, z += rise,
                         width(roads[i], layer, context, empty ? thinnest_px : thinnest_coloured_px), colour);
        }
        if (is_apportion(layer.colour_by)) ring(context, layer.colour_by, shape, z + rise);
        legend_ = legend;
    }

    /// A ring around the place whose air is told.
    static void ring(LayerContext const& context, std::string const& colour_by, ShapeBuilder& shape, double z) {
        auto const place = chosen_apportionment(colour_by, context.data().path());
        auto const& grid = context.data().result().grid();
        std::vector<city::Point> circle;
        for (int n = 0; n <= ring_corners; ++n) {
            double const angle = 2 * std::numbers::pi * n / ring_corners;
            circle.push_back({place.x - grid.network_offset_x + ring_px * context.metres_per_pixel * std::cos(angle),
                              place.y - grid.network_offset_y + ring_px * context.metres_per_pixel * std::sin(angle)});
        }
        shape.ribbon(circle, context.origin, z, thinnest_coloured_px * context.metres_per_pixel, limit_ink);
    }

    void add_facts(ScenePick& pick, LayerContext const& context, std::size_t road) const {
        auto const add = [&](std::string const& what) {
            auto const values = context.data().roads(what, context.moment());
            auto const words = [&](Language language) {
                return format_number(static_cast<double>((*values)[road]), language) + " " +
                       road_unit(what).in(language);
            };
            pick.facts.emplace_back(road_quantity_name(what),
                                    Text{words(Language::english), words(Language::vietnamese)});
        };
        add("flow");
        add("speed");
        auto const& species = context.data().result().facts().species;
        if (std::find(species.begin(), species.end(), context.scene.field) != species.end())
            add("emission:" + context.scene.field);
    }

    /// What the place's air is made of: this road's share, then classes, distances, background and remainder.
    void add_place(ScenePick& pick, LayerContext const& context, std::string const& colour_by) const {
        auto const place = chosen_apportionment(colour_by, context.data().path());
        auto const number = [](double value, std::string const& unit) {
            return Text{format_number(value, Language::english) + unit,
                        format_number(value, Language::vietnamese) + unit};
        };
        auto const share = [&](double gives) {
            return number(place.traffic > 0 ? 100 * gives / place.traffic : 0, " %");
        };
        auto const list = [&](std::vector<io::Contribution> const& parts) {
            Text text;
            for (auto const& part : parts) {
                if (!(part.gives > 0)) continue;
                auto const of = share(part.gives);
                text.english += (text.english.empty() ? "" : ", ") + part.name + " " + of.english;
                text.vietnamese += (text.vietnamese.empty() ? "" : ", ") + part.name + " " + of.vietnamese;
            }
            return text;
        };
        auto const value = values_.empty() ? std::nanf("") : values_[pick.index];
        pick.facts.emplace_back(
            Text{"Gives to " + place.name, "Góp vào " + (place.name_vi.empty() ? place.name : place.name_vi)},
            std::isfinite(value) ? number(static_cast<double>(value), " %") : Text{"less than 0.1 %", "dưới 0,1 %"});
        pick.facts.emplace_back(Text{"There, NOx of traffic", "Tại đó, NOx do giao thông"},
                                number(place.traffic, " µg/m³"));
        if (place.background)
            pick.facts.emplace_back(Text{"Background, apart", "Nồng độ nền, riêng"},
                                    number(*place.background, " µg/m³"));
        if (auto const rest = place.remainder())
            pick.facts.emplace_back(Text{"Remainder to the run", "Phần còn lại so với lượt chạy"},
                                    number(*rest, " µg/m³"));
        pick.facts.emplace_back(Text{"By vehicle", "Theo loại xe"}, list(place.classes));
        pick.facts.emplace_back(Text{"By distance", "Theo khoảng cách"}, list(place.distances));
    }

    vtkSmartPointer<vtkActor> actor_ = make_shape_actor(false);
    std::vector<float> values_;
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_roads() { return std::make_unique<Roads>(); }

}  // namespace hacthanh::viz::detail
