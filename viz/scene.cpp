#include "viz/scene.hpp"

#include "sim/core/closest_word.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::viz {
namespace {

template <class Value, std::size_t N>
using Names = std::array<std::pair<Value, std::string_view>, N>;

constexpr Names<SceneMode, 4> mode_names = {{{SceneMode::single, "single"},
                                             {SceneMode::side_by_side, "side_by_side"},
                                             {SceneMode::swipe, "swipe"},
                                             {SceneMode::difference, "difference"}}};

constexpr Names<Preset, 7> preset_names = {{{Preset::map, "map"},
                                            {Preset::difference, "difference"},
                                            {Preset::street, "street"},
                                            {Preset::three_d, "3d"},
                                            {Preset::timelapse, "timelapse"},
                                            {Preset::wards, "wards"},
                                            {Preset::city, "city"}}};

template <class Value, std::size_t N>
std::string_view name_in(Names<Value, N> const& names, Value value) {
    for (auto const& [known, text] : names)
        if (known == value) return text;
    return "unknown";
}

SceneLayer layer(LayerKind kind, std::string colour_by = {}, double opacity = 1) {
    SceneLayer layer;
    layer.kind = kind;
    layer.colour_by = std::move(colour_by);
    layer.opacity = opacity;
    return layer;
}

bool may_repeat(LayerKind kind) { return kind == LayerKind::slice || kind == LayerKind::section; }

/// "emission:" matches every species after it.
bool is_choice(std::string const& colour_by, std::vector<std::string> const& choices) {
    return std::any_of(choices.begin(), choices.end(), [&](std::string const& choice) {
        return choice.ends_with(':') ? colour_by.starts_with(choice) && colour_by.size() > choice.size()
                                     : colour_by == choice;
    });
}

/// Says which key of the scene breaks which rule.
struct Checker {
    std::string_view where;

    void number(bool holds, std::string const& key, double value, std::string_view rule) const {
        validate(holds, where, fmt::format("{} = {:g} (must be {})", key, value, rule));
    }
    void layer(SceneLayer const& layer, std::string const& key) const {
        number(layer.opacity >= 0 && layer.opacity <= 1, key + ".opacity", layer.opacity, "0 to 1");
        number(layer.width_factor > 0 && layer.width_factor <= 100, key + ".width_factor", layer.width_factor,
               "above 0, at most 100");
        if (layer.height_m) number(*layer.height_m >= 0, key + ".height_m", *layer.height_m, ">= 0");
        if (layer.low && layer.high)
            number(*layer.low < *layer.high, key + ".high", *layer.high, fmt::format("above low = {:g}", *layer.low));
        if (layer.scale == ScaleKind::logarithmic && layer.low)
            number(*layer.low > 0, key + ".low", *layer.low, "> 0 for a logarithmic scale");
        validate(layer.line.empty() || layer.line.size() == 2, where,
                 fmt::format("{}.line has {} points (must have 2)", key, layer.line.size()),
                 "give the two ends of the section");
        auto const choices = colour_choices(layer.kind);
        if (layer.colour_by.empty() || is_choice(layer.colour_by, choices)) return;
        validate(!choices.empty(), where,
                 fmt::format("{}.colour_by: a layer of kind {} has none", key, name(layer.kind)), "leave it out");
        throw InputError(where, fmt::format("{}.colour_by = \"{}\" is not a choice", key, layer.colour_by),
                         fmt::format("give one of {}; closest: {}", fmt::join(choices, ", "),
                                     closest_word(layer.colour_by, choices)));
    }
};

}  // namespace

std::string_view name(LayerKind kind) {
    constexpr std::array<std::string_view, all_layer_kinds.size()> names = {
        "ground", "wards", "roads",     "slice",    "section",   "isosurface",
        "volume", "wind",  "buildings", "vehicles", "receptors", "labels"};
    return names[static_cast<std::size_t>(kind)];
}

Text title(LayerKind kind) {
    switch (kind) {
        case LayerKind::ground: return {"Water and green", "Mặt nước, cây xanh"};
        case LayerKind::wards: return {"Wards", "Phường, tổ dân phố"};
        case LayerKind::roads: return {"Roads", "Đường"};
        case LayerKind::slice: return {"Concentration at a height", "Nồng độ ở một độ cao"};
        case LayerKind::section: return {"Section", "Mặt cắt đứng"};
        case LayerKind::isosurface: return {"Surfaces of equal concentration", "Mặt đẳng nồng độ"};
        case LayerKind::volume: return {"Cloud", "Khối mờ"};
        case LayerKind::wind: return {"Wind", "Gió"};
        case LayerKind::buildings: return {"Buildings", "Nhà"};
        case LayerKind::vehicles: return {"Vehicles", "Xe"};
        case LayerKind::receptors: return {"Receptors and stations", "Điểm quan tâm, trạm đo"};
        case LayerKind::labels: return {"Names of streets", "Tên đường"};
    }
    return {};
}

std::vector<std::string> colour_choices(LayerKind kind) {
    switch (kind) {
        case LayerKind::ground: return {"cover"};
        case LayerKind::wards: return {"concentration", "residents"};
        case LayerKind::roads: return {"plain", "speed", "flow", "emission:", "kerb:", "apportion:"};
        case LayerKind::slice: return {"concentration", "vn_aqi"};
        case LayerKind::wind: return {"arrows", "streamlines"};
        case LayerKind::buildings: return {"plain", "height", "use"};
        case LayerKind::vehicles: return {"group", "speed"};
        case LayerKind::receptors: return {"plain", "concentration"};
        default: return {};
    }
}

std::string_view name(SceneMode mode) { return name_in(mode_names, mode); }

std::optional<SceneMode> find_scene_mode(std::string_view wanted) {
    for (auto const& [mode, text] : mode_names)
        if (text == wanted) return mode;
    return std::nullopt;
}

bool operator==(Scene const& a, Scene const& b) {
    return a.title.english == b.title.english && a.title.vietnamese == b.title.vietnamese && a.mode == b.mode &&
           a.field == b.field && a.height_m == b.height_m && a.time == b.time && a.language == b.language &&
           a.swipe_at == b.swipe_at && a.camera == b.camera && a.layers == b.layers && a.notes == b.notes &&
           a.city == b.city && a.wards == b.wards && a.wind == b.wind;
}

SceneLayer const* find_layer(Scene const& scene, LayerKind kind) {
    for (SceneLayer const& layer : scene.layers)
        if (layer.kind == kind) return &layer;
    return nullptr;
}

SceneLayer* find_layer(Scene& scene, LayerKind kind) {
    return const_cast<SceneLayer*>(find_layer(std::as_const(scene), kind));
}

std::string_view name(Preset preset) { return name_in(preset_names, preset); }

Preset find_preset(std::string_view wanted) {
    std::vector<std::string_view> names;
    for (auto const& [preset, text] : preset_names) {
        if (text == wanted) return preset;
        names.push_back(text);
    }
    throw InputError("--preset", fmt::format("\"{}\" is not a choice", wanted),
                     fmt::format("give one of {}", fmt::join(names, ", ")));
}

Scene make_preset(Preset preset) {
    using enum LayerKind;
    Scene scene;
    SceneCamera const oblique{Projection::perspective, {}, 0, 20, 38, 0};
    switch (preset) {
        case Preset::map:
            scene.time = "mean";
            scene.layers = {layer(ground), layer(slice), layer(roads, "plain", 0.45), layer(buildings, "plain", 0.6),
                            layer(labels)};
            break;
        case Preset::difference:
            scene.mode = SceneMode::difference;
            scene.time = "mean";
            scene.layers = {layer(ground), layer(slice), layer(roads, "plain", 0.45), layer(labels)};
            find_layer(scene, slice)->colour_map = ColourMap::blue_orange;
            break;
        case Preset::street:
            scene.camera = {Projection::perspective, {}, 10, 28, 26, 200};
            scene.layers = {layer(ground), layer(slice, {}, 0.8), layer(roads), layer(buildings),
                            layer(section, {}, 0.9)};
            break;
        case Preset::three_d:
            scene.camera = oblique;
            scene.layers = {layer(ground), layer(slice), layer(roads, "plain", 0.6), layer(buildings),
                            layer(isosurface, {}, 0.4)};
            break;
        case Preset::timelapse: scene.layers = {layer(ground), layer(slice), layer(roads, "plain", 0.45)}; break;
        case Preset::wards:
            scene.time = "mean";
            scene.layers = {layer(ground), layer(wards), layer(roads, "plain", 0.35), layer(labels)};
            break;
        case Preset::city:
            scene.camera = oblique;
            scene.layers = {layer(ground), layer(roads), layer(buildings, "height")};
            break;
    }
    return scene;
}

void validate_scene(Scene const& scene, std::string_view where) {
    Checker const check{where};
    check.number(scene.height_m >= 0, "height_m", scene.height_m, ">= 0");
    check.number(scene.swipe_at >= 0 && scene.swipe_at <= 1, "swipe_at", scene.swipe_at, "0 to 1");
    SceneCamera const& camera = scene.camera;
    check.number(camera.elevation_deg >= 1 && camera.elevation_deg <= 90, "camera.elevation_deg", camera.elevation_deg,
                 "1 to 90");
    check.number(camera.view_m >= 0 && std::isfinite(camera.view_m), "camera.view_m", camera.view_m, ">= 0");
    check.number(std::isfinite(camera.azimuth_deg), "camera.azimuth_deg", camera.azimuth_deg, "finite");
    validate(!scene.field.empty(), where, "field is empty", "name a species of the result");
    validate(!scene.time.empty(), where, "time is empty", "give mean, last, a step number, hh:mm or @seconds");
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
        SceneLayer const& layer = scene.layers[i];
        check.layer(layer, fmt::format("layers[{}]", i));
        bool const again = std::any_of(scene.layers.begin(), scene.layers.begin() + static_cast<std::ptrdiff_t>(i),
                                       [&](SceneLayer const& other) { return other.kind == layer.kind; });
        validate(!again || may_repeat(layer.kind), where,
                 fmt::format("layers[{}] is a second layer of kind {}", i, name(layer.kind)), "leave one of them out");
    }
}

}  // namespace hacthanh::viz
