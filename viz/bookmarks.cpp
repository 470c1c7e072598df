#include "viz/bookmarks.hpp"

#include "io/replace_file.hpp"
#include "sim/core/error.hpp"
#include "viz/scene_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

namespace hacthanh::viz {
namespace {

using Json = nlohmann::ordered_json;

constexpr int bookmarks_version = 1;

}  // namespace

std::filesystem::path bookmark_file(std::filesystem::path const& result) {
    std::filesystem::path file = result;
    if (file.extension() == ".part") file.replace_extension();
    file.replace_extension(".views.json");
    return file;
}

std::vector<Bookmark> load_bookmarks(std::filesystem::path const& file) {
    if (!std::filesystem::exists(file)) return {};
    std::ifstream in(file, std::ios::binary);
    validate(in.is_open(), file.string(), "may not be read", "allow it, or move it away");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    Json json;
    try {
        json = Json::parse(text);
    } catch (Json::exception const& error) {
        validate(false, file.string(), fmt::format("is no JSON ({})", error.what()), "mend it or move it away");
    }
    char const* const advice = "mend it or move it away: these are kept views, {\"hacthanh_views\": 1, \"views\": […]}";
    validate(json.is_object() && json.contains("hacthanh_views") && json["hacthanh_views"].is_number_integer() &&
                 json["hacthanh_views"] == bookmarks_version,
             file.string(), fmt::format("hacthanh_views is not {}", bookmarks_version), advice);
    validate(json.contains("views") && json["views"].is_array(), file.string(), "views is no list", advice);
    std::vector<Bookmark> bookmarks;
    for (Json const& view : json["views"]) {
        auto const key = fmt::format("views[{}]", bookmarks.size());
        validate(view.is_object() && view.contains("name") && view["name"].is_string() && view.contains("scene"),
                 file.string(), key + " has no name and scene", advice);
        bookmarks.push_back({view["name"].get<std::string>(),
                             scene_from_json(view["scene"].dump(), fmt::format("{}: {}.scene", file.string(), key))});
    }
    return bookmarks;
}

void save_bookmarks(std::vector<Bookmark> const& bookmarks, std::filesystem::path const& file) {
    Json json;
    json["hacthanh_views"] = bookmarks_version;
    json["views"] = Json::array();
    for (auto const& bookmark : bookmarks)
        json["views"].push_back({{"name", bookmark.name}, {"scene", Json::parse(scene_to_json(bookmark.scene))}});
    io::replace_text(file, json.dump(2) + "\n");
}

}  // namespace hacthanh::viz
