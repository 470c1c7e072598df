#include "io/detail/city_toml.hpp"

#include "io/detail/toml_value.hpp"
#include "io/schema.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

namespace hacthanh::io::detail {
namespace {

constexpr std::string_view remedy_page = "docs/formats/city-folder.md lists all keys";
constexpr std::array<std::string_view, 7> parts = {"network",    "buildings", "heights", "areas",
                                                   "population", "barriers",  "terrain"};

/// One section of the file; reads its keys and refuses the ones that nobody knows.
class Section {
public:
    Section(std::string const& source, std::string name, toml::table const* table)
        : source_(source), name_(std::move(name)), table_(table) {}

    void check_keys(std::initializer_list<std::string_view> known) const {
        if (table_ == nullptr) return;
        for (auto const& [key, node] : *table_)
            validate(std::find(known.begin(), known.end(), key.str()) != known.end(), where(node),
                     fmt::format("unknown key \"{}\"", full(key.str())), remedy_page);
    }

    std::string text(std::string_view key, std::string fallback = {}) const {
        auto const* const node = find(key);
        if (node == nullptr) return fallback;
        auto const value = node->value_exact<std::string>();
        validate(value.has_value(), where(*node),
                 fmt::format("{} must be a string, found {}", full(key), what_is(*node)));
        return *value;
    }

    std::string required_text(std::string_view key, std::string_view remedy) const {
        std::string value = text(key);
        validate(!value.empty(), table_ == nullptr ? source_ : where(*table_), fmt::format("{} is missing", full(key)),
                 remedy);
        return value;
    }

    bool flag(std::string_view key) const {
        auto const* const node = find(key);
        if (node == nullptr) return false;
        auto const value = node->value_exact<bool>();
        validate(value.has_value(), where(*node),
                 fmt::format("{} must be true or false, found {}", full(key), what_is(*node)));
        return *value;
    }

    city::Point point(std::string_view key) const {
        auto const* const node = find(key);
        if (node == nullptr) return {};
        auto const* const list = node->as_array();
        bool good = list != nullptr && list->size() == 2;
        std::array<double, 2> values{};
        for (std::size_t i = 0; good && i < 2; ++i) {
            auto const value = list->get(i)->value<double>();
            good = value && std::isfinite(*value) && std::abs(*value) < 1e9;
            if (good) values[i] = *value;
        }
        validate(good, where(*node), fmt::format("{} must be two numbers [x, y] in metres", full(key)));
        return {values[0], values[1]};
    }

    /// The name of a file beside city.toml: no folders, so that nothing outside is read.
    std::string file(std::string_view key) const {
        std::string const name = text(key);
        if (!name.empty())
            validate(name != "." && name != ".." && name.find('/') == std::string::npos, where(*find(key)),
                     fmt::format("{} = \"{}\" (must be the name of a file in the folder)", full(key), name));
        return name;
    }

    toml::node const* find(std::string_view key) const { return table_ == nullptr ? nullptr : table_->get(key); }
    std::string where(toml::node const& node) const { return fmt::format("{}:{}", source_, node.source().begin.line); }
    std::string full(std::string_view key) const {
        return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
    }

private:
    std::string const& source_;
    std::string name_;
    toml::table const* table_;
};

Section section(std::string const& source, toml::table const& document, std::string const& name) {
    auto const* const node = document.get(name);
    if (node == nullptr) return {source, name, nullptr};
    validate(node->is_table(), fmt::format("{}:{}", source, node->source().begin.line),
             fmt::format("{} must be a section, found {}; write [{}]", name, what_is(*node), name));
    return {source, name, node->as_table()};
}

CitySource parse_source(Section const& entry) {
    entry.check_keys({"part", "name", "file", "sha256", "licence", "citation", "mark"});
    CitySource source;
    source.part = entry.required_text("part", "name the part that comes from this source");
    validate(std::find(parts.begin(), parts.end(), source.part) != parts.end(), entry.where(*entry.find("part")),
             fmt::format("source.part = \"{}\" (must be one of {})", source.part, fmt::join(parts, ", ")));
    source.name = entry.required_text("name", "say who made the data");
    source.file = entry.text("file");
    source.sha256 = entry.text("sha256");
    source.licence = entry.text("licence", "unknown");
    source.citation = entry.text("citation");
    std::string const mark = entry.required_text("mark", "S sourced, C computed, D derived, M from memory");
    auto const known = city::find_mark(mark);
    validate(known.has_value(), entry.where(*entry.find("mark")),
             fmt::format("source.mark = \"{}\" (must be S, C, D or M)", mark));
    source.mark = *known;
    return source;
}

std::vector<CitySource> parse_sources(std::string const& name, toml::table const& document) {
    std::vector<CitySource> sources;
    auto const* const node = document.get("source");
    if (node == nullptr) return sources;
    auto const* const list = node->as_array();
    validate(list != nullptr, fmt::format("{}:{}", name, node->source().begin.line),
             "source must be a list of sections; write [[source]]");
    for (auto const& entry : *list) {
        validate(entry.is_table(), fmt::format("{}:{}", name, entry.source().begin.line),
                 fmt::format("a source must be a section, found {}", what_is(entry)));
        sources.push_back(parse_source({name, "source", entry.as_table()}));
    }
    return sources;
}

void parse_import(Section const& log, CityAbout& about) {
    log.check_keys({"command", "counts"});
    about.import_command = log.text("command");
    auto const* const node = log.find("counts");
    if (node == nullptr) return;
    validate(node->is_table(), log.where(*node), "import.counts must be a section");
    for (auto const& [key, value] : *node->as_table()) {
        auto const count = value.value_exact<std::int64_t>();
        validate(count.has_value(), log.where(value),
                 fmt::format("import.counts.{} must be a whole number", key.str()));
        about.import_counts.emplace_back(key.str(), *count);
    }
}

}  // namespace

CityToml parse_city_toml(std::string_view text, std::string const& name) {
    toml::table const document = parse_toml(text, name);
    Section const top(name, "", &document);
    top.check_keys({"format", "schema", "name", "name_vi", "schematic", "note", "note_vi", "projection", "files",
                    "source", "import"});
    validate(top.text("format") == "hacthanh city", name, "format must be \"hacthanh city\"",
             "is this a city.toml? `hacthanh import` writes one");
    require_schema(name, "city folder", top.text("schema"), city_folder_schema);
    CityToml toml;
    toml.about.name = top.required_text("name", "what is the city called?");
    toml.about.name_vi = top.text("name_vi", toml.about.name);
    toml.about.schematic = top.flag("schematic");
    toml.about.note = top.text("note");
    toml.about.note_vi = top.text("note_vi", toml.about.note);
    Section const projection = section(name, document, "projection");
    projection.check_keys({"crs", "net_offset_m"});
    city::Point const offset = projection.point("net_offset_m");
    toml.projection = {projection.text("crs"), offset.x, offset.y};
    Section const files = section(name, document, "files");
    files.check_keys({"network", "buildings", "areas", "population", "barriers", "terrain"});
    files.required_text("network", "a city needs roads");
    toml.network = files.file("network");
    toml.buildings = files.file("buildings");
    toml.areas = files.file("areas");
    toml.population = files.file("population");
    toml.barriers = files.file("barriers");
    toml.terrain = files.file("terrain");
    toml.about.sources = parse_sources(name, document);
    parse_import(section(name, document, "import"), toml.about);
    return toml;
}

std::string format_city_toml(CityToml const& toml) {
    auto const quoted = [](std::string const& text) { return scenario::to_toml(scenario::OptionValue(text)); };
    CityAbout const& about = toml.about;
    std::string text = fmt::format(
        "format = \"hacthanh city\"\nschema = \"{}\"\nname = {}\nname_vi = {}\nschematic = {}\nnote = {}\n"
        "note_vi = {}\n\n[projection]\ncrs = {}\nnet_offset_m = [{}, {}]\n",
        city_folder_schema.text(), quoted(about.name), quoted(about.name_vi.empty() ? about.name : about.name_vi),
        about.schematic, quoted(about.note), quoted(about.note_vi), quoted(toml.projection.proj_string),
        toml.projection.offset_x_m, toml.projection.offset_y_m);
    text += fmt::format("\n[files]\nnetwork = {}\n", quoted(toml.network));
    auto const file = [&](std::string_view key, std::string const& name) {
        if (!name.empty()) text += fmt::format("{} = {}\n", key, quoted(name));
    };
    file("buildings", toml.buildings);
    file("areas", toml.areas);
    file("population", toml.population);
    file("barriers", toml.barriers);
    file("terrain", toml.terrain);
    for (CitySource const& source : about.sources)
        text += fmt::format(
            "\n[[source]]\npart = {}\nname = {}\nfile = {}\nsha256 = {}\nlicence = {}\ncitation = {}\nmark = \"{}\"\n",
            quoted(source.part), quoted(source.name), quoted(source.file), quoted(source.sha256),
            quoted(source.licence), quoted(source.citation), city::letter(source.mark));
    if (about.import_command.empty() && about.import_counts.empty()) return text;
    text += fmt::format("\n[import]\ncommand = {}\n\n[import.counts]\n", quoted(about.import_command));
    for (auto const& [key, count] : about.import_counts) text += fmt::format("{} = {}\n", key, count);
    return text;
}

}  // namespace hacthanh::io::detail
