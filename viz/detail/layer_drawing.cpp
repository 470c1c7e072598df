#include "viz/detail/layer_drawing.hpp"

#include "sim/core/error.hpp"
#include "viz/detail/legend_limits.hpp"
#include "viz/detail/result_labels.hpp"
#include "viz/difference_scene.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

/// Elevation from which on a view counts as a map [degrees].
constexpr double map_elevation_deg = 75;

void require_same_grid(LayerContext const& context) {
    auto const& a = context.first.result().grid();
    auto const& b = context.second->result().grid();
    validate(a.x_centre == b.x_centre && a.y_centre == b.y_centre && a.z_faces == b.z_faces,
             context.second->path().string(), fmt::format("has other cells than {}", context.first.path().string()),
             "compare results of the same city and mesh");
}

/// B − A, zero where it is not told apart from the errors of the model.
std::vector<float> minus(std::vector<float> const& b, std::vector<float> const& a) {
    std::vector<float> difference(b.size());
    std::transform(b.begin(), b.end(), a.begin(), difference.begin(), [](float with, float without) {
        float const change = with - without;
        return std::abs(change) < static_cast<float>(least_told_share) * without ? 0.0F : change;
    });
    return difference;
}

/// Greatest change of a field layer over a few steps of both results.
double greatest_change(LayerContext const& context, std::string const& field, double height_m,
                       ShownOfLayer const& of_layer) {
    auto const shown = [&](Slab const& cells) { return of_layer ? of_layer(*cells) : *cells; };
    std::vector<float> sample;
    std::size_t const n = std::min(context.first.result().n_steps(), context.second->result().n_steps());
    constexpr std::size_t n_sampled = 4;
    for (std::size_t i = 0; i < std::min(n, n_sampled); ++i) {
        std::size_t const step = (2 * i + 1) * n / (2 * std::min(n, n_sampled));
        auto const a =
            shown(context.first.concentration_layer(context.first.species(field), step, context.first.layer(height_m)));
        auto const b = shown(
            context.second->concentration_layer(context.second->species(field), step, context.second->layer(height_m)));
        for (std::size_t c = 0; c < a.size(); ++c) sample.push_back(std::abs(b[c] - a[c]));
    }
    return linear_range(sample).high;
}

}  // namespace

ValueRange LayerContext::range(SceneLayer const& layer, std::string const& key,
                               std::function<ValueRange(SceneData const&)> const& choose,
                               std::function<double()> const& greatest_difference) const {
    ValueRange chosen;
    if (!layer.low || !layer.high) {
        std::string const name = key + (difference() ? " difference" : "");
        auto found = ranges.find(name);
        if (found == ranges.end()) {
            ValueRange both;
            if (difference()) {
                double const greatest = greatest_difference();
                both = {-greatest, greatest};
            } else {
                both = choose(first);
                if (second != nullptr) both = shared_range(both, choose(*second));
            }
            found = ranges.emplace(name, both).first;
        }
        chosen = found->second;
    }
    ValueRange const range{layer.low.value_or(chosen.low), layer.high.value_or(chosen.high)};
    validate(range.low < range.high, "layers",
             fmt::format("the colours of {} go from {:g} to {:g}", name(layer.kind), range.low, range.high),
             "give low and high, or neither");
    return range;
}

double slice_z(Scene const& scene, double height_m) {
    return scene.camera.elevation_deg >= map_elevation_deg ? ward_z + 0.1 : std::max(height_m, 0.3);
}

std::string time_key(LayerContext const& context) {
    std::string key = fmt::format("{} {} {}", static_cast<int>(context.pane), context.scene.field,
                                  fmt::join(context.moment_first.steps, ","));
    key += " " + std::to_string(context.first.result().n_steps());
    if (context.moment_second) key += fmt::format(" {}", fmt::join(context.moment_second->steps, ","));
    return key;
}

std::string layer_key(SceneLayer const& layer) {
    std::string key = fmt::format("{} {} {} {} {} {} {} {} {} {}", name(layer.kind), layer.opacity, layer.colour_by,
                                  name(layer.colour_map), static_cast<int>(layer.scale), layer.low.value_or(-1e300),
                                  layer.high.value_or(1e300), layer.height_m.value_or(-1), layer.width_factor,
                                  fmt::join(layer.levels, ","));
    for (ScenePoint const& point : layer.line) key += fmt::format(" {} {}", point.x, point.y);
    return key;
}

std::vector<float> field_layer(LayerContext const& context, double height_m) {
    std::string const& field = context.scene.field;
    auto const of = [&](SceneData const& data, SceneMoment const& moment) {
        return data.concentration_layer(data.species(field), moment, data.layer(height_m));
    };
    if (!context.difference()) return *of(context.data(), context.moment());
    require_same_grid(context);
    return minus(*of(*context.second, *context.moment_second), *of(context.first, context.moment_first));
}

std::vector<float> field_cells(LayerContext const& context) {
    std::string const& field = context.scene.field;
    auto const of = [&](SceneData const& data, SceneMoment const& moment) {
        return data.concentration(data.species(field), moment);
    };
    if (!context.difference()) return *of(context.data(), context.moment());
    require_same_grid(context);
    return minus(*of(*context.second, *context.moment_second), *of(context.first, context.moment_first));
}

FieldColours field_colours(LayerContext const& context, SceneLayer const& layer, double height_m, bool fade_in,
                           std::vector<float> const& shown, ShownOfLayer const& of_layer) {
    std::string const& field = context.scene.field;
    bool const difference = context.difference();
    auto const range = context.range(
        layer,
        fmt::format("{} {} {} {}", field, height_m, static_cast<int>(layer.scale), of_layer ? name(layer.kind) : ""),
        [&](SceneData const& data) { return data.concentration_range(field, height_m, layer.scale, of_layer); },
        [&] { return greatest_change(context, field, height_m, of_layer); });
    ScaleKind const kind = difference ? ScaleKind::linear : layer.scale;
    ColourMap const map = difference ? ColourMap::blue_orange : layer.colour_map;
    bool const background = background_of(context.data().result(), field).has_value();
    SceneLegend legend;
    legend.layer = layer.kind;
    Text const quantity = concentration_name(field, background);
    legend.quantity = difference ? Text{"Change of " + quantity.english, "Thay đổi " + quantity.vietnamese} : quantity;
    legend.unit = Text::same("µg/m³");
    legend.colour_map = map;
    legend.scale = kind;
    legend.range = range;
    legend.fade_in = fade_in;
    if (!difference) legend.limits = legal_limits(field, context.data().clock(), context.moment().traffic_s);
    set_extremes(legend, shown);
    return {ColourScale(map, kind, range.low, range.high, fade_in), legend};
}

void set_extremes(SceneLegend& legend, std::vector<float> const& values) {
    bool any = false;
    for (float value : values) {
        if (!std::isfinite(value)) continue;
        legend.lowest = any ? std::min(legend.lowest, static_cast<double>(value)) : value;
        legend.highest = any ? std::max(legend.highest, static_cast<double>(value)) : value;
        any = true;
    }
}

std::unique_ptr<LayerDrawing> make_layer_drawing(LayerKind kind) {
    switch (kind) {
        case LayerKind::ground: return make_ground();
        case LayerKind::wards: return make_wards();
        case LayerKind::roads: return make_roads();
        case LayerKind::slice: return make_slice();
        case LayerKind::section: return make_section();
        case LayerKind::isosurface: return make_isosurface();
        case LayerKind::volume: return make_volume();
        case LayerKind::wind: return make_wind();
        case LayerKind::buildings: return make_buildings();
        case LayerKind::vehicles: return make_vehicles();
        case LayerKind::receptors: return make_receptors();
        case LayerKind::labels: return make_labels();
    }
    throw RunError("unknown kind of layer");
}

}  // namespace hacthanh::viz::detail
