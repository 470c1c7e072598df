#include "viz/detail/scene_page.hpp"

#include "viz/detail/result_labels.hpp"
#include "viz/difference_scene.hpp"
#include "viz/result_scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hacthanh::viz::detail {
namespace {

/// Which scale stands on the page when several layers have one: the field before roads before the rest.
int rank(SceneLegend const& legend) {
    switch (legend.layer) {
        case LayerKind::wards: return 5;
        case LayerKind::slice:
        case LayerKind::section:
        case LayerKind::isosurface:
        case LayerKind::volume: return 4;
        case LayerKind::roads: return 3;
        case LayerKind::wind: return 2;
        default: return 1;
    }
}

SceneLegend const* leading_scale(std::vector<SceneLegend> const& legends) {
    SceneLegend const* best = nullptr;
    for (SceneLegend const& legend : legends)
        if (legend.classes.empty() && (best == nullptr || rank(legend) > rank(*best))) best = &legend;
    return best;
}

bool same_scale(SceneLegend const& a, SceneLegend const& b) {
    return a.quantity.english == b.quantity.english && a.range.low == b.range.low && a.range.high == b.range.high;
}

/// Rows for the scales that have no bar: colours of their low end, middle and high end.
void add_rows(MapView& view, SceneLegend const& legend) {
    if (!legend.classes.empty()) {
        view.classes.insert(view.classes.end(), legend.classes.begin(), legend.classes.end());
        return;
    }
    ColourScale const scale(legend.colour_map, legend.scale, legend.range.low, legend.range.high, false,
                            legend.dark_low);
    for (double share : {0.0, 0.5, 1.0}) {
        double const value = legend.range.low + share * (legend.range.high - legend.range.low);
        auto const words = [&](Language language) {
            return legend.quantity.in(language) + " " + format_number(value, language) + " " + legend.unit.in(language);
        };
        view.classes.push_back({{words(Language::english), words(Language::vietnamese)}, scale(value)});
    }
}

void set_scale(MapColours& colours, SceneLegend const& legend) {
    colours.quantity = legend.quantity;
    colours.unit = legend.unit;
    colours.map = legend.colour_map;
    colours.scale = legend.scale;
    colours.range = legend.range;
    colours.dark_low = legend.dark_low;
    colours.fade_in = legend.fade_in;
    colours.cut = legend.highest > legend.range.high * (1 + 1e-6);
    colours.cut_low = legend.range.low < 0 && legend.lowest < legend.range.low * (1 + 1e-6);
    colours.limits = legend.limits;
}

/// Mean wind that carried the air over the steps shown.
std::optional<MapWind> mean_wind(io::ResultReader const& result, SceneMoment const& moment) {
    auto const weather = result.weather();
    if (weather.empty()) return std::nullopt;
    double east = 0;
    double north = 0;
    for (std::size_t step : moment.steps) {
        east += weather[step].wind_east / static_cast<double>(moment.steps.size());
        north += weather[step].wind_north / static_cast<double>(moment.steps.size());
    }
    double const from = std::atan2(-east, -north) * 180 / 3.14159265358979;
    return MapWind{std::fmod(from + 360, 360), std::hypot(east, north), {"10 m above ground", "ở độ cao 10 m"}};
}

Text run_name(SceneData const& data, char const* letter) {
    std::string const stem = data.path().stem().string();
    return Text::same(std::string(letter) + ": " + stem);
}

}  // namespace

MapScene make_scene_page(SceneData const& first, SceneData const* second, Scene const& scene, SceneView const& leader) {
    auto const legends = leader.legends();
    SceneLegend const* const main = leading_scale(legends);
    ResultMap map;
    map.summary.quantity = scene.field;
    map.scene.road_style =
        main != nullptr && rank(*main) >= 4 ? RoadStyle::plain : RoadStyle::coloured;  // what the words are about
    if (main != nullptr) {
        set_scale(map.scene.colours, *main);
        map.summary.min = main->lowest;
        map.summary.max = main->highest;
        map.summary.mean = std::nan("");
        if (main->layer == LayerKind::roads) map.summary.quantity = "roads";
    }
    std::size_t const layer = first.layer(scene.height_m);
    map.summary.height_m = scene.height_m;
    map.summary.layer_bottom_m = first.result().grid().z_faces[layer];
    map.summary.layer_top_m = first.result().grid().z_faces[layer + 1];
    bool const second_leads = scene.mode == SceneMode::difference;
    SceneData const& told = second_leads ? *second : first;
    add_labels(map, told.result(), told.clock(), leader.moment().steps);

    MapScene page = std::move(map.scene);
    page.view.emplace();
    if (!scene.title.empty()) page.title = scene.title;
    page.wind = mean_wind(told.result(), leader.moment());
    std::erase_if(page.facts, [](auto const& fact) {
        return fact.first.english == "Mean of the map" || fact.first.english == "Mean of streets with traffic";
    });
    if (main == nullptr || main->layer == LayerKind::buildings)  // nothing of the air or of traffic is shown
        std::erase_if(page.facts, [&](auto const& fact) {
            SceneLayer const* const vehicles = find_layer(scene, LayerKind::vehicles);
            bool const shown = vehicles != nullptr && vehicles->visible;
            return !shown || fact.first.english != "Vehicles on the road";
        });
    if (main != nullptr && main->layer == LayerKind::buildings) page.wind.reset();
    if (main != nullptr)
        for (auto const& [limit, value] : main->limits)
            if (value <= main->range.low || value > main->range.high)
                page.facts.push_back({limit,
                                      {format_number(value, Language::english) + " " + main->unit.english,
                                       format_number(value, Language::vietnamese) + " " + main->unit.vietnamese}});
    for (SceneLegend const& legend : legends)
        if (&legend != main && (main == nullptr || !same_scale(legend, *main))) add_rows(*page.view, legend);
    if (second != nullptr && scene.mode != SceneMode::single) {
        Text const a = run_name(first, "A");
        Text const b = run_name(*second, "B");
        if (scene.mode == SceneMode::difference) {
            page.facts = {};
            if (main != nullptr) {
                auto const number = [&](double value) {
                    return Text{format_signed(value, Language::english) + " " + main->unit.english,
                                format_signed(value, Language::vietnamese) + " " + main->unit.vietnamese};
                };
                page.facts.push_back({{"Greatest fall", "Giảm nhiều nhất"}, number(std::min(main->lowest, 0.0))});
                page.facts.push_back({{"Greatest rise", "Tăng nhiều nhất"}, number(std::max(main->highest, 0.0))});
            }
            page.view->captions = {
                {"B − A:  " + b.english + "  −  " + a.english, "B − A:  " + b.vietnamese + "  −  " + a.vietnamese}};
            auto const share = [](Language language) { return format_number(100 * least_told_share, language, 2); };
            page.source.insert(page.source.begin() + 1,
                               Text{"Changes below " + share(Language::english) +
                                        " % of A are not shown: they are within the errors of the model.",
                                    "Không thể hiện thay đổi dưới " + share(Language::vietnamese) +
                                        " % của A: nằm trong sai số của mô hình."});
            page.source.insert(page.source.begin() + 2,
                               Text{"One pair of runs: the luck of the seeds is not separated from the effect.",
                                    "Một cặp lượt chạy: chưa tách được phần ngẫu nhiên khỏi tác động."});
        } else {
            page.view->captions = {a, b};
            page.view->borders = {scene.mode == SceneMode::swipe ? scene.swipe_at : 0.5};
        }
    }
    return page;
}

}  // namespace hacthanh::viz::detail
