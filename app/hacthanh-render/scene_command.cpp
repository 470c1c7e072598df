#include "app/hacthanh-render/scene_command.hpp"

#include "app/hacthanh-render/film.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"
#include "viz/scene_json.hpp"
#include "viz/scene_picture.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using viz::LayerKind;

/// One or two results, opened.
struct Results {
    explicit Results(RenderOptions const& options) : first(options.result) {
        if (!options.other.empty()) second.emplace(options.other);
    }
    viz::SceneData const* other() const { return second ? &*second : nullptr; }

    viz::SceneData first;
    std::optional<viz::SceneData> second;
};

/// A folder or file beside a scene file is meant from there.
void resolve_paths(viz::Scene& scene, fs::path const& scene_file) {
    for (std::string* path : {&scene.city, &scene.wards, &scene.wind})
        if (!path->empty() && fs::path(*path).is_relative()) *path = (scene_file.parent_path() / *path).string();
}

/// The layer that a colour option is about: the field's, else the roads'.
viz::SceneLayer* coloured_layer(viz::Scene& scene) {
    for (LayerKind kind : {LayerKind::slice, LayerKind::wards, LayerKind::section, LayerKind::isosurface,
                           LayerKind::volume, LayerKind::roads, LayerKind::buildings})
        if (viz::SceneLayer* layer = find_layer(scene, kind); layer != nullptr && layer->visible) return layer;
    return nullptr;
}

/// The scene of the file or preset, with what was typed put over it.
viz::Scene make_scene(RenderOptions const& options) {
    validate(options.scene_file.empty() || options.preset.empty(), "--preset", "stands beside --scene",
             "give one of them");
    viz::Scene scene;
    if (!options.scene_file.empty()) {
        scene = viz::load_scene(options.scene_file);
        resolve_paths(scene, options.scene_file);
    } else {
        bool const film = !options.times.empty();
        std::string const usual = !options.other.empty() ? "difference" : film ? "timelapse" : "map";
        scene = viz::make_preset(viz::find_preset(options.preset.empty() ? usual : options.preset));
    }
    auto const& request = options.request;
    if (options.was_typed("field")) scene.field = request.field;
    if (options.was_typed("time")) scene.time = request.time;
    if (options.was_typed("height")) scene.height_m = request.height_m;
    if (!options.city.empty()) scene.city = options.city.string();
    if (!options.wards.empty()) scene.wards = options.wards.string();
    if (!options.wind.empty()) scene.wind = options.wind.string();
    if (options.was_typed("roads")) {
        validate(find_layer(scene, LayerKind::roads) != nullptr, "--roads", "the scene has no layer of roads",
                 "add one to the scene, or take preset map");
        find_layer(scene, LayerKind::roads)->visible = request.roads != "none";
        if (request.roads != "none") find_layer(scene, LayerKind::roads)->colour_by = request.roads;
        if (request.roads != "none" && request.roads != "plain") {  // a map of the roads instead of the air
            find_layer(scene, LayerKind::roads)->opacity = 1;
            if (viz::SceneLayer* const slice = find_layer(scene, LayerKind::slice)) slice->visible = false;
        }
    }
    if (viz::SceneLayer* const layer = coloured_layer(scene)) {
        if (options.was_typed("colour-map")) layer->colour_map = request.colour_map;
        if (options.was_typed("scale")) layer->scale = request.scale;
        if (request.range) layer->low = request.range->low, layer->high = request.range->high;
    }
    if (options.other.empty())
        validate(
            scene.mode == viz::SceneMode::single, options.scene_file.empty() ? "--preset" : options.scene_file.string(),
            fmt::format("mode {} compares two results", name(scene.mode)), "name the other result after the first");
    if (options.languages.size() == 1) scene.language = options.languages.front();
    viz::validate_scene(scene, options.scene_file.empty() ? "scene" : options.scene_file.string());
    return scene;
}

std::vector<std::pair<std::string, std::string>> texts(RenderOptions const& options) {
    return {{"Software", "hacthanh " + build_info().version}, {"Source", options.result.filename().string()}};
}

/// Draws every frame with a renderer of its own process.
void draw_all(RenderOptions const& options, viz::Scene const& scene, std::vector<std::string> const& times,
              fs::path const& folder) {
    draw_frames(times.size(), options.jobs, folder, [&] {
        auto const results = std::make_shared<Results>(options);
        auto const renderer = std::make_shared<viz::SceneRenderer>(results->first, results->other());
        return [&options, &times, scene, results, renderer](std::size_t frame, fs::path const& file) {
            viz::Scene now = scene;
            now.time = times[frame];
            write_png(renderer->render(now, options.request.width, options.request.height), file, texts(options));
        };
    });
}

void print(RenderOptions const& options, viz::Scene const& scene, std::vector<fs::path> const& files) {
    if (!options.json) {
        for (auto const& file : files) std::cout << file.string() << '\n';
        return;
    }
    nlohmann::ordered_json document;
    document["picture"] = files.front().string();
    for (auto const& file : files) document["pictures"].push_back(file.string());
    document["field"] = scene.field;
    document["mode"] = name(scene.mode);
    document["width"] = options.request.width;
    document["height"] = options.request.height;
    std::cout << document.dump(2) << '\n';
}

std::vector<fs::path> draw_pictures(RenderOptions const& options, viz::Scene scene) {
    Results const results(options);
    viz::SceneRenderer renderer(results.first, results.other());
    viz::MapSummary summary;
    summary.quantity = options.preset.empty() ? "view" : options.preset;
    summary.time_name = scene.time;
    std::erase(summary.time_name, ':');
    std::vector<fs::path> files;
    RenderOptions named = options;
    if (!options.scene_file.empty() && options.languages.size() > 1) named.languages = {scene.language};
    for (auto const& [language, file] : picture_files(named, summary)) {
        scene.language = language;
        write_png(renderer.render(scene, options.request.width, options.request.height), file, texts(options));
        files.push_back(file);
    }
    return files;
}

}  // namespace

int render_scenes(RenderOptions const& options) {
    viz::Scene const scene = make_scene(options);
    std::vector<fs::path> files;
    bool const film = options.output.extension() == ".mp4";
    if (options.times.empty() && !film) {
        files = draw_pictures(options, scene);
    } else {
        validate(options.output.extension() != ".png", "--output", "one PNG cannot hold several times",
                 "name a film (.mp4) or a folder");
        std::vector<std::string> times;
        {
            Results const results(options);  // closed again before processes are started
            times = film_times(options.times.empty() ? "all" : options.times, results.first);
        }
        fs::path folder = options.output.empty() ? fs::path("frames") : options.output;
        if (film) folder.replace_extension(".frames");
        draw_all(options, scene, times, folder);
        if (film) make_film(folder, options.frames_per_second, options.output);
        files = {film ? options.output : folder};
    }
    if (!options.save_scene.empty()) viz::save_scene(scene, options.save_scene);
    print(options, scene, files);
    return 0;
}

}  // namespace hacthanh::app
