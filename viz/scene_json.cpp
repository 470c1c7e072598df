#include "viz/scene_json.hpp"

#include "io/replace_file.hpp"
#include "sim/core/closest_word.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace hacthanh::viz {
namespace {

using Json = nlohmann::ordered_json;

constexpr int scene_version = 1;

/// One object of the file: hands out its members and at the end refuses those that nobody asked for.
class Reader {
public:
    Reader(Json const& json, std::string const& where, std::string path)
        : json_(json), where_(where), path_(std::move(path)) {
        validate(json.is_object(), where, fmt::format("{} is no object", path_.empty() ? "the document" : path_),
                 "write { … }");
    }

    std::string key(std::string const& name) const { return path_.empty() ? name : path_ + "." + name; }

    Json const* find(std::string const& name) {
        known_.push_back(name);
        auto const found = json_.find(name);
        return found == json_.end() ? nullptr : &*found;
    }
    void read(std::string const& name, double& value) {
        if (Json const* found = find(name)) value = number(*found, name);
    }
    void read(std::string const& name, std::optional<double>& value) {
        if (Json const* found = find(name)) value = number(*found, name);
    }
    void read(std::string const& name, bool& value) {
        Json const* found = find(name);
        if (found == nullptr) return;
        expect(found->is_boolean(), name, "true or false");
        value = found->get<bool>();
    }
    void read(std::string const& name, std::string& value) {
        Json const* found = find(name);
        if (found == nullptr) return;
        expect(found->is_string(), name, "a text");
        value = found->get<std::string>();
    }
    void read(std::string const& name, Text& value) {
        Json const* found = find(name);
        if (found == nullptr) return;
        Reader reader(*found, where_, key(name));
        reader.read("vi", value.vietnamese);
        reader.read("en", value.english);
        reader.finish();
        if (value.english.empty()) value.english = value.vietnamese;
        if (value.vietnamese.empty()) value.vietnamese = value.english;
    }
    template <class Value>
    void choose(std::string const& name, Value& value, std::vector<std::pair<std::string, Value>> const& choices) {
        std::string text;
        read(name, text);
        if (text.empty() && json_.find(name) == json_.end()) return;
        std::vector<std::string> words;
        for (auto const& [word, meaning] : choices) {
            if (word == text) value = meaning;
            words.push_back(word);
        }
        validate(std::find(words.begin(), words.end(), text) != words.end(), where_,
                 fmt::format("{} = \"{}\" is not a choice", key(name), text),
                 fmt::format("give one of {}", fmt::join(words, ", ")));
    }
    std::vector<double> numbers(std::string const& name) {
        std::vector<double> values;
        if (Json const* found = find(name)) {
            expect(found->is_array(), name, "a list of numbers");
            for (Json const& one : *found) values.push_back(number(one, name));
        }
        return values;
    }
    std::optional<ScenePoint> point(std::string const& name) {
        if (json_.find(name) == json_.end()) {
            known_.push_back(name);
            return std::nullopt;
        }
        auto const values = numbers(name);
        expect(values.size() == 2, name, "[x, y]");
        return ScenePoint{values[0], values[1]};
    }
    Json const* list(std::string const& name) {
        Json const* found = find(name);
        if (found != nullptr) expect(found->is_array(), name, "a list");
        return found;
    }
    void finish() const {
        for (auto const& [name, value] : json_.items())
            validate(std::find(known_.begin(), known_.end(), name) != known_.end(), where_,
                     fmt::format("unknown key {}", key(name)),
                     fmt::format("did you mean {}?", closest_word(name, known_)));
    }

private:
    void expect(bool holds, std::string const& name, std::string_view wanted) const {
        validate(holds, where_, fmt::format("{} has the wrong type (must be {})", key(name), wanted));
    }
    double number(Json const& json, std::string const& name) const {
        expect(json.is_number(), name, "a number");
        return json.get<double>();
    }

    Json const& json_;
    std::string const& where_;
    std::string path_;
    std::vector<std::string> known_;
};

std::vector<std::pair<std::string, ColourMap>> colour_map_choices() {
    std::vector<std::pair<std::string, ColourMap>> choices;
    for (ColourMap map : {ColourMap::viridis, ColourMap::cividis, ColourMap::blue_orange})
        choices.emplace_back(name(map), map);
    return choices;
}

SceneLayer read_layer(Json const& json, std::string const& where, std::string const& path) {
    Reader reader(json, where, path);
    SceneLayer layer;
    std::vector<std::pair<std::string, LayerKind>> kinds;
    for (LayerKind kind : all_layer_kinds) kinds.emplace_back(name(kind), kind);
    validate(json.contains("kind"), where, fmt::format("{}.kind is missing", path), "name what the layer draws");
    reader.choose("kind", layer.kind, kinds);
    reader.read("visible", layer.visible);
    reader.read("opacity", layer.opacity);
    reader.read("colour_by", layer.colour_by);
    reader.choose("colour_map", layer.colour_map, colour_map_choices());
    reader.choose<ScaleKind>("scale", layer.scale, {{"linear", ScaleKind::linear}, {"log", ScaleKind::logarithmic}});
    reader.read("low", layer.low);
    reader.read("high", layer.high);
    reader.read("height_m", layer.height_m);
    reader.read("width_factor", layer.width_factor);
    layer.levels = reader.numbers("levels");
    if (Json const* line = reader.list("line"))
        for (Json const& point : *line) {
            validate(point.is_array() && point.size() == 2 && point[0].is_number() && point[1].is_number(), where,
                     fmt::format("{}.line has the wrong type (must be [[x, y], [x, y]])", path));
            layer.line.push_back({point[0].get<double>(), point[1].get<double>()});
        }
    reader.finish();
    return layer;
}

SceneCamera read_camera(Json const& json, std::string const& where) {
    Reader reader(json, where, "camera");
    SceneCamera camera;
    reader.choose<Projection>("projection", camera.projection,
                              {{"orthographic", Projection::orthographic}, {"perspective", Projection::perspective}});
    camera.centre = reader.point("centre");
    reader.read("centre_height_m", camera.centre_height_m);
    reader.read("azimuth_deg", camera.azimuth_deg);
    reader.read("elevation_deg", camera.elevation_deg);
    reader.read("view_m", camera.view_m);
    reader.finish();
    return camera;
}

Json to_json(Text const& text) { return {{"vi", text.vietnamese}, {"en", text.english}}; }

/// Adds a member unless it is what a reader assumes without it.
template <class Value>
void put(Json& json, char const* name, Value const& value, Value const& usual) {
    if (value != usual) json[name] = value;
}

Json to_json(SceneLayer const& layer) {
    SceneLayer const usual;
    Json json;
    json["kind"] = name(layer.kind);
    put(json, "visible", layer.visible, usual.visible);
    put(json, "opacity", layer.opacity, usual.opacity);
    put(json, "colour_by", layer.colour_by, usual.colour_by);
    if (layer.colour_map != usual.colour_map) json["colour_map"] = name(layer.colour_map);
    if (layer.scale == ScaleKind::logarithmic) json["scale"] = "log";
    if (layer.low) json["low"] = *layer.low;
    if (layer.high) json["high"] = *layer.high;
    if (layer.height_m) json["height_m"] = *layer.height_m;
    put(json, "width_factor", layer.width_factor, usual.width_factor);
    put(json, "levels", layer.levels, usual.levels);
    for (ScenePoint const& point : layer.line) json["line"].push_back({point.x, point.y});
    return json;
}

Json to_json(SceneCamera const& camera) {
    Json json;
    json["projection"] = camera.projection == Projection::perspective ? "perspective" : "orthographic";
    if (camera.centre) json["centre"] = {camera.centre->x, camera.centre->y};
    put(json, "centre_height_m", camera.centre_height_m, 0.0);
    json["azimuth_deg"] = camera.azimuth_deg;
    json["elevation_deg"] = camera.elevation_deg;
    json["view_m"] = camera.view_m;
    return json;
}

/// The document, or an InputError with the line where it breaks.
Json parse(std::string const& text, std::string const& where) {
    try {
        return Json::parse(text);
    } catch (nlohmann::json::parse_error const& error) {
        auto const end = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
        throw InputError(fmt::format("{}:{}", where, 1 + std::count(text.begin(), end, '\n')), "is no JSON",
                         "look for a missing comma, quote or bracket before this place");
    } catch (nlohmann::json::exception const& error) {  // a number beyond all bounds
        throw InputError(where, fmt::format("is no scene ({})", error.what()));
    }
}

}  // namespace

std::string scene_to_json(Scene const& scene) {
    Scene const usual;
    Json json;
    json["hacthanh_scene"] = scene_version;
    if (!scene.title.empty()) json["title"] = to_json(scene.title);
    json["mode"] = name(scene.mode);
    json["field"] = scene.field;
    json["height_m"] = scene.height_m;
    json["time"] = scene.time;
    json["language"] = code(scene.language);
    put(json, "swipe_at", scene.swipe_at, usual.swipe_at);
    put(json, "city", scene.city, usual.city);
    put(json, "wards", scene.wards, usual.wards);
    put(json, "wind", scene.wind, usual.wind);
    json["camera"] = to_json(scene.camera);
    json["layers"] = Json::array();
    for (SceneLayer const& layer : scene.layers) json["layers"].push_back(to_json(layer));
    for (SceneNote const& note : scene.notes)
        json["notes"].push_back(
            {{"x", note.x}, {"y", note.y}, {"height_m", note.height_m}, {"text", to_json(note.text)}});
    return json.dump(2) + "\n";
}

Scene scene_from_json(std::string const& text, std::string const& where) {
    Json const json = parse(text, where);
    Reader reader(json, where, "");
    Scene scene;
    double version = 0;
    reader.read("hacthanh_scene", version);
    validate(version == scene_version, where, fmt::format("hacthanh_scene = {:g} (must be {})", version, scene_version),
             "this is no scene, or one of another version of the program");
    reader.read("title", scene.title);
    std::vector<std::pair<std::string, SceneMode>> modes;
    for (SceneMode mode : {SceneMode::single, SceneMode::side_by_side, SceneMode::swipe, SceneMode::difference})
        modes.emplace_back(name(mode), mode);
    reader.choose("mode", scene.mode, modes);
    reader.read("field", scene.field);
    reader.read("height_m", scene.height_m);
    reader.read("time", scene.time);
    reader.choose<Language>("language", scene.language, {{"vi", Language::vietnamese}, {"en", Language::english}});
    reader.read("swipe_at", scene.swipe_at);
    reader.read("city", scene.city);
    reader.read("wards", scene.wards);
    reader.read("wind", scene.wind);
    if (Json const* camera = reader.find("camera")) scene.camera = read_camera(*camera, where);
    if (Json const* layers = reader.list("layers"))
        for (std::size_t i = 0; i < layers->size(); ++i)
            scene.layers.push_back(read_layer((*layers)[i], where, fmt::format("layers[{}]", i)));
    if (Json const* notes = reader.list("notes"))
        for (std::size_t i = 0; i < notes->size(); ++i) {
            Reader note((*notes)[i], where, fmt::format("notes[{}]", i));
            scene.notes.emplace_back();
            note.read("x", scene.notes.back().x);
            note.read("y", scene.notes.back().y);
            note.read("height_m", scene.notes.back().height_m);
            note.read("text", scene.notes.back().text);
            note.finish();
        }
    reader.finish();
    validate_scene(scene, where);
    return scene;
}

Scene load_scene(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    validate(in.is_open(), file.string(), "no such file, or it may not be read", "name a scene (JSON)");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    return scene_from_json(text, file.string());
}

void save_scene(Scene const& scene, std::filesystem::path const& file) { io::replace_text(file, scene_to_json(scene)); }

}  // namespace hacthanh::viz
