/// `hacthanh render`: the program that draws results. Errors end here, and only here.

#include "app/hacthanh-render/options.hpp"
#include "app/hacthanh-render/scene_command.hpp"
#include "io/apportion_file.hpp"
#include "io/result_reader.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "viz/apportion_scene.hpp"
#include "viz/difference_scene.hpp"
#include "viz/map_renderer.hpp"
#include "viz/plan_scene.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstddef>
#include <iostream>
#include <new>

namespace {

using namespace hacthanh;  // NOLINT: short names for the whole program

constexpr int exit_failed = 1;
constexpr int exit_wrong_input = 2;

/// JSON has no NaN.
nlohmann::json number(double value) { return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(); }

nlohmann::ordered_json to_json(viz::MapSummary const& summary) {
    nlohmann::ordered_json document;
    document["field"] = summary.quantity;
    document["unit"] = summary.unit;
    document["time"] = summary.time;
    document["begin_time"] = summary.begin_time;
    document["end_time"] = summary.end_time;
    if (summary.layer_top_m > 0) {
        document["height_m"] = summary.height_m;
        document["layer_bottom_m"] = summary.layer_bottom_m;
        document["layer_top_m"] = summary.layer_top_m;
    }
    document["min"] = number(summary.min);
    document["max"] = number(summary.max);
    document["mean"] = number(summary.mean);
    document["range_low"] = summary.range.low;
    document["range_high"] = summary.range.high;
    return document;
}

io::Apportionment place_of(app::RenderOptions const& options) {
    auto const places = io::read_apportionments(options.apportion);
    validate(options.place >= 1 && options.place <= places.size(), "--place",
             fmt::format("{} holds {} places", options.apportion.string(), places.size()), "count from 1");
    return places[options.place - 1];
}

viz::ResultMap make_map(app::RenderOptions const& options) {
    if (!options.minus.empty()) {
        std::vector<viz::DifferencePair> pairs{{options.result, options.minus.front()}};
        for (std::size_t i = 0; i < options.repeat.size(); ++i)
            pairs.emplace_back(options.repeat[i], options.minus[i + 1]);
        return viz::make_difference_map(pairs, options.request);
    }
    viz::ResultMap map;
    io::read_result(options.result.string(), [&](io::ResultReader const& result) {
        if (!options.apportion.empty()) {
            map = viz::make_apportion_map(result, place_of(options), options.request);
            return;
        }
        map =
            options.plan ? viz::make_plan_map(result, options.request) : viz::make_result_map(result, options.request);
    });
    return map;
}

int render(int argc, char** argv) {
    auto const options = app::parse_options(argc, argv);
    if (!options) return 0;
    if (options->wants_scene()) return app::render_scenes(*options);
    viz::ResultMap const map = make_map(*options);
    viz::MapRenderer renderer;
    nlohmann::ordered_json document;
    document["picture"] = nullptr;  // first in the document, set below
    document.update(to_json(map.summary));
    for (auto const& [language, file] : app::picture_files(*options, map.summary)) {
        viz::write_png(
            renderer.render(map.scene, language), file,
            {{"Software", "hacthanh " + build_info().version}, {"Source", options->result.filename().string()}});
        if (document["picture"].is_null()) document["picture"] = file.string();
        document["pictures"].push_back({{"picture", file.string()}, {"language", code(language)}});
        if (!options->json) std::cout << file.string() << '\n';
    }
    document["width"] = map.scene.width;
    document["height"] = map.scene.height;
    if (options->json) std::cout << document.dump(2) << '\n';
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return render(argc, argv);
    } catch (InputError const& error) {
        log::error("{}", error.what());
        return exit_wrong_input;
    } catch (std::bad_alloc const&) {
        log::error("out of memory; ask for a smaller picture with --size");
        return exit_failed;
    } catch (std::exception const& error) {
        log::error("{}", error.what());
        return exit_failed;
    }
}
