#include "viz/detail/layer_drawing.hpp"
#include "viz/detail/shape_builder.hpp"

#include "sim/city/contains.hpp"

#include <fmt/format.h>
#include <vtkProperty.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

constexpr Colour plain_wall{232, 228, 219};

/// Uses of buildings, as OpenStreetMap names them, in the few groups that a city map tells apart.
struct UseGroup {
    Text name;
    Colour colour;
    std::vector<std::string_view> words;
};

std::vector<UseGroup> const& use_groups() {
    static std::vector<UseGroup> const groups = {
        {{"Homes", "Nhà ở"},
         {222, 196, 160},
         {"residential", "house", "apartments", "detached", "terrace", "dormitory", "hut"}},
        {{"Schools", "Trường học"}, {126, 170, 214}, {"school", "university", "kindergarten", "college"}},
        {{"Hospitals", "Bệnh viện"}, {214, 120, 130}, {"hospital", "clinic"}},
        {{"Trade and offices", "Thương mại, văn phòng"},
         {196, 160, 206},
         {"commercial", "retail", "office", "supermarket", "hotel", "market"}},
        {{"Industry", "Công nghiệp"}, {168, 172, 160}, {"industrial", "warehouse", "factory"}},
        {{"Public", "Công cộng"},
         {150, 196, 160},
         {"public", "government", "civic", "church", "temple", "train_station", "stadium"}}};
    return groups;
}

Text const other_use{"Other or unknown", "Khác hoặc chưa rõ"};

std::size_t use_group(std::string const& use) {
    auto const& groups = use_groups();
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (std::find(groups[i].words.begin(), groups[i].words.end(), use) != groups[i].words.end()) return i;
    return groups.size();
}

class Buildings : public LayerDrawing {
public:
    void update(LayerContext const& context, SceneLayer const& layer) override {
        actor_->GetProperty()->SetOpacity(layer.opacity);
        std::string const key =
            fmt::format("{} {} {}", layer_key(layer), context.scene.city, context.data().path().string());
        if (unchanged(key)) return;
        forget();
        auto const& buildings = context.city().buildings;
        legend_.reset();
        ShapeBuilder shape;
        auto const colour_of = choose_colours(context, layer);
        for (auto const& building : buildings) {
            Colour const roof = colour_of(building);
            shape.flat(building.footprint, context.origin, building.height_m, roof);
            shape.walls(building.footprint.outer, context.origin, building.base_m, building.height_m, roof);
            for (auto const& hole : building.footprint.holes)
                shape.walls(hole, context.origin, building.base_m, building.height_m, roof);
        }
        set_shape(*actor_, shape, true);
        unchanged(key);
    }
    std::vector<vtkSmartPointer<vtkProp>> props() const override { return {actor_}; }
    std::optional<SceneLegend> legend() const override { return legend_; }

    std::optional<ScenePick> pick(LayerContext const& context, SceneLayer const&, city::Point place) const override {
        auto const& buildings = context.city().buildings;
        for (std::size_t i = 0; i < buildings.size(); ++i) {
            if (!city::contains(buildings[i].footprint, place)) continue;
            ScenePick pick;
            pick.layer = LayerKind::buildings;
            pick.index = i;
            std::size_t const group = use_group(buildings[i].use);
            pick.name = group < use_groups().size() ? use_groups()[group].name : Text{"Building", "Nhà"};
            pick.x = place.x;
            pick.y = place.y;
            pick.height_m = buildings[i].height_m;
            auto const words = [&](Language language) { return format_number(buildings[i].height_m, language) + " m"; };
            pick.facts.emplace_back(Text{"Height", "Chiều cao"},
                                    Text{words(Language::english), words(Language::vietnamese)});
            return pick;
        }
        return std::nullopt;
    }

private:
    std::function<Colour(city::Building const&)> choose_colours(LayerContext const& context, SceneLayer const& layer) {
        SceneLegend legend;
        legend.layer = LayerKind::buildings;
        if (layer.colour_by == "height") {
            std::vector<float> heights;
            for (auto const& building : context.city().buildings)
                heights.push_back(static_cast<float>(building.height_m));
            auto const range = context.range(
                layer, "buildings", [&](SceneData const&) { return linear_range(heights); },
                [&] { return linear_range(heights).high; });
            legend.quantity = {"Height of buildings", "Chiều cao nhà"};
            legend.unit = Text::same("m");
            legend.colour_map = layer.colour_map;
            legend.range = {std::max(range.low, 0.0), range.high};
            set_extremes(legend, heights);
            legend_ = legend;
            ColourScale const scale(layer.colour_map, ScaleKind::linear, legend.range.low, legend.range.high, false);
            return [scale](city::Building const& building) { return scale(building.height_m); };
        }
        if (layer.colour_by == "use") {
            legend.quantity = {"Use of buildings", "Chức năng nhà"};
            for (auto const& group : use_groups()) legend.classes.emplace_back(group.name, group.colour);
            legend.classes.emplace_back(other_use, plain_wall);
            legend_ = legend;
            return [](city::Building const& building) {
                std::size_t const group = use_group(building.use);
                return group < use_groups().size() ? use_groups()[group].colour : plain_wall;
            };
        }
        return [](city::Building const&) { return plain_wall; };
    }

    vtkSmartPointer<vtkActor> actor_ = make_shape_actor(true);
    std::optional<SceneLegend> legend_;
};

}  // namespace

std::unique_ptr<LayerDrawing> make_buildings() { return std::make_unique<Buildings>(); }

}  // namespace hacthanh::viz::detail
