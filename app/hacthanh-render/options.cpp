#include "app/hacthanh-render/options.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>

namespace hacthanh::app {
namespace {

/// The options as typed, before they are understood.
struct Typed {
    std::string size = "1600x1200";
    std::string language = "both";
    std::string colour_map = "viridis";
    std::string scale = "linear";
    std::string range;
    bool cells = false;
};

/// "A<separator>B" as two numbers, or nothing.
template <class Number>
std::optional<std::pair<Number, Number>> two_numbers(std::string const& text, char separator) {
    std::pair<Number, Number> numbers{};
    char const* const end = text.data() + text.size();
    auto const first = std::from_chars(text.data(), end, numbers.first);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != separator) return {};
    auto const second = std::from_chars(first.ptr + 1, end, numbers.second);
    if (second.ec != std::errc() || second.ptr != end) return {};
    return numbers;
}

void add_options(CLI::App& app, RenderOptions& options, Typed& typed) {
    app.add_option("RESULT", options.result, "Result file of `hacthanh run` (.nc, also while it is being written)")
        ->required();
    app.add_option("--field", options.request.field, "Species whose concentration is shown")->capture_default_str();
    app.add_option("--time", options.request.time,
                   "hh:mm in local time, a step number from 0, last, or mean of all steps after spin-up")
        ->capture_default_str();
    app.add_option("--height", options.request.height_m, "Height over ground [m]; its layer is shown")
        ->capture_default_str();
    app.add_option("--minus", options.minus, "Show the change against these baselines, one per seed");
    app.add_option("--repeat", options.repeat, "Further runs of RESULT's variant, one for each further --minus");
    app.add_option("--roads", options.request.roads,
                   "plain, none; or a map of the roads instead: flow, speed, emission:SPECIES, kerb:SPECIES")
        ->capture_default_str();
    app.add_option("-o,--output", options.output,
                   "PNG file [RESULT_FIELD_TIME.png]; of scenes also a film (.mp4) or a folder for frames");
    app.add_option("--size", typed.size, "Width x height [pixels]")->capture_default_str();
    app.add_option("--language", typed.language, "vi, en, or both as two pictures (_vi, _en)")->capture_default_str();
    app.add_option("--colour-map,--color-map", typed.colour_map, "viridis or cividis")->capture_default_str();
    app.add_option("--scale", typed.scale, "linear or log")->capture_default_str();
    app.add_option("--range", typed.range, "Ends of the colour scale, A:B [ug/m3, vehicles/h, km/h or g/(km h)]");
    app.add_flag("--cells", typed.cells, "Draw the cells of the mesh as squares instead of blending them");
    app.add_option("--apportion", options.apportion,
                   "Draw what each street gives to a place: table of `hacthanh apportion -o NAME.json`");
    app.add_option("--place", options.place, "Which place of that table, from 1")->capture_default_str();
    app.add_flag("--plan", options.plan, "Draw the city on the mesh instead: buildings, ground, roads");
    app.add_flag("--whole-domain", options.request.whole_domain, "Show the whole domain, not just around the roads");
    app.add_flag("--json", options.json, "Print what was drawn as one JSON document");
    char const* const scenes = "Scenes, also of two results, in 3-D and as films";
    app.add_option("OTHER", options.other, "A second result file: B beside the first, A")->group(scenes);
    app.add_option("--preset", options.preset, "map, difference, street, 3d, timelapse, wards or city")->group(scenes);
    app.add_option("--scene", options.scene_file, "A view as the viewer saves it (JSON)")->group(scenes);
    app.add_option("--save-scene", options.save_scene, "Write the view that was drawn to this file")->group(scenes);
    app.add_option("--times", options.times,
                   "Several pictures: all, 07:00-08:00 (its steps), 07:00-08:00/10 (every 10 s), or a list with commas")
        ->group(scenes);
    app.add_option("--city", options.city, "City folder with footprints and people [that of the run]")->group(scenes);
    app.add_option("--wards", options.wards,
                   "Polygons of wards with a column \"name\" (GeoJSON, GeoPackage) for the layer and preset wards")
        ->group(scenes);
    app.add_option("--wind", options.wind, "File of `hacthanh wind` for the layer of wind")->group(scenes);
    app.add_option("--jobs", options.jobs, "Processes that draw the frames")->check(CLI::Range(1, 256))->group(scenes);
    app.add_option("--fps", options.frames_per_second, "Frames per second of a film")
        ->check(CLI::Range(0.1, 120.0))
        ->group(scenes);
}

std::vector<Language> languages(std::string const& name) {
    if (name == "vi") return {Language::vietnamese};
    if (name == "en") return {Language::english};
    if (name == "both") return {Language::vietnamese, Language::english};
    throw InputError("--language", fmt::format("\"{}\" is not a choice", name), "give vi, en or both");
}

void interpret(RenderOptions& options, Typed const& typed) {
    viz::MapRequest& request = options.request;
    auto const size = two_numbers<int>(typed.size, 'x');
    validate(size.has_value(), "--size", fmt::format("\"{}\" is not a size", typed.size), "write it as 1600x1200");
    std::tie(request.width, request.height) = *size;
    options.languages = languages(typed.language);
    auto const colour_map = viz::find_colour_map(typed.colour_map);
    validate(colour_map.has_value(), "--colour-map", fmt::format("\"{}\" is not a choice", typed.colour_map),
             "give viridis or cividis");
    request.colour_map = *colour_map;
    validate(typed.scale == "linear" || typed.scale == "log", "--scale",
             fmt::format("\"{}\" is not a choice", typed.scale), "give linear or log");
    request.scale = typed.scale == "log" ? viz::ScaleKind::logarithmic : viz::ScaleKind::linear;
    if (!typed.range.empty()) {
        auto const range = two_numbers<double>(typed.range, ':');
        validate(range.has_value(), "--range", fmt::format("\"{}\" is not a range", typed.range), "write it as 0:200");
        request.range = ValueRange{range->first, range->second};
    }
    request.smooth = !typed.cells;
    validate(options.repeat.size() + 1 == std::max<std::size_t>(options.minus.size(), 1), "--repeat",
             fmt::format("{} runs of the variant for {} baselines", options.repeat.size() + 1, options.minus.size()),
             "give as many runs of the variant as --minus has baselines, seed by seed");
}

}  // namespace

std::optional<RenderOptions> parse_options(int argc, char** argv) {
    RenderOptions options;
    Typed typed;
    CLI::App app("Draws a result as a map (PNG), without a display", "hacthanh render");
    add_options(app, options, typed);
    app.footer(
        "Examples:\n  hacthanh render morning.nc\n  hacthanh render morning.nc --field PM --time 07:30 --scale log\n"
        "  hacthanh render morning.nc --roads flow --language en -o flow.png\n"
        "  hacthanh render morning.nc --preset 3d -o city.png\n"
        "  hacthanh render base.nc option.nc --preset difference -o change.png\n"
        "  hacthanh render morning.nc --preset timelapse --times 07:00-08:00/5 --jobs 2 -o morning.mp4");
    try {
        app.parse(argc, argv);
    } catch (CLI::CallForHelp const&) {
        std::cout << app.help();
        return std::nullopt;
    } catch (CLI::ParseError const& error) {
        throw InputError("", error.what(), "see `hacthanh render --help`");
    }
    for (CLI::Option const* option : app.get_options())
        if (option->count() > 0 && !option->get_lnames().empty()) options.typed.push_back(option->get_lnames().front());
    interpret(options, typed);
    return options;
}

bool RenderOptions::was_typed(std::string const& name) const {
    return std::find(typed.begin(), typed.end(), name) != typed.end();
}

bool RenderOptions::wants_scene() const {
    return !other.empty() || !scene_file.empty() || !preset.empty() || !times.empty() || !save_scene.empty() ||
           output.extension() == ".mp4";
}

std::vector<std::pair<Language, std::filesystem::path>> picture_files(RenderOptions const& options,
                                                                      viz::MapSummary const& summary) {
    std::filesystem::path base = options.output;
    if (base.empty()) {
        base = options.result;
        if (base.extension() == ".part") base.replace_extension();
        if (base.extension() == ".nc") base.replace_extension();
        std::string quantity = summary.quantity;
        std::replace(quantity.begin(), quantity.end(), ':', '_');
        base += "_" + quantity + "_" + summary.time_name + ".png";
    }
    if (options.languages.size() == 1) return {{options.languages.front(), base}};
    std::vector<std::pair<Language, std::filesystem::path>> files;
    for (Language language : options.languages) {
        std::filesystem::path file = base;
        file.replace_extension();
        if (base.extension() != ".png") file = base;
        file += language == Language::english ? "_en" : "_vi";
        file += ".png";
        files.emplace_back(language, file);
    }
    return files;
}

}  // namespace hacthanh::app
