#include "app/hacthanh/renderer.hpp"
#include "app/hacthanh/report_content.hpp"
#include "io/report/names.hpp"
#include "sim/core/nice_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace hacthanh::app {
namespace {

using io::report::Content;
using io::report::Picture;
using io::report::pollutant_name;

/// What is drawn, the first that a run has.
constexpr std::array<std::string_view, 5> drawn_species = {"PM25", "NO2", "NOx", "PM", "CO"};
constexpr std::array<char const*, 4> size = {"--size", "800x640", "--language", "both"};

std::string species_of(io::ResultReader const& result) {
    auto const& species = result.facts().species;
    for (auto const wanted : drawn_species)
        if (std::ranges::find(species, wanted) != species.end()) return std::string(wanted);
    return species.front();
}

/// Colours of all maps, so that they can be compared: from the background, where there is one, to what nearly all cells
/// keep.
std::string range_of(std::vector<std::filesystem::path> const& files, std::string const& species) {
    std::vector<float> values;
    double background = 0;
    for (auto const& file : files)
        io::read_result(file.string(), [&](io::ResultReader const& result) {
            auto const& names = result.facts().species;
            auto const place = static_cast<std::size_t>(std::ranges::find(names, species) - names.begin());
            if (place == names.size()) return;
            background = result.facts().background.at(place).value_or(0);
            auto const layer = result.mean_surface(place);
            values.insert(values.end(), layer.begin(), layer.end());
        });
    for (float& value : values) value -= static_cast<float>(background);
    return fmt::format("{:g}:{:g}", background, background + linear_range(values).high);
}

/// Draws a map in both languages and names its files.
Picture draw(std::vector<std::string> arguments, std::filesystem::path const& folder, std::string const& name) {
    arguments.insert(arguments.end(), size.begin(), size.end());
    arguments.insert(arguments.end(), {"-o", (folder / (name + ".png")).string()});
    run_renderer(std::move(arguments));
    return {folder / (name + "_vi.png"), folder / (name + "_en.png"), {}, {}};
}

/// "Hiện trạng: NO₂ gần mặt đất, trung bình. Kết quả mô phỏng…" @param shown  what the colours are
void describe(Picture& picture, Content const& content, Text const& what, Text const& shown) {
    Text const mark = content.schematic ? Text{" Schematic road network.", " Mạng lưới đường sơ đồ."} : Text{};
    picture.caption = {fmt::format("{}: {}. Simulated, not measured.{}", what.english, shown.english, mark.english),
                       fmt::format("{}: {}. Kết quả mô phỏng, không phải số đo.{}", what.vietnamese, shown.vietnamese,
                                   mark.vietnamese)};
    picture.alternative = {fmt::format("Map: {}, {}.", what.english, shown.english),
                           fmt::format("Bản đồ: {}, {}.", what.vietnamese, shown.vietnamese)};
}

/// "NO₂ near the ground, mean"
Text near_ground(std::string const& species) {
    Text const name = pollutant_name(species);
    return {name.english + " near the ground, mean", name.vietnamese + " gần mặt đất, trung bình"};
}

/// The change of an option over all pairs of seeds.
Picture difference(Content const& content, ReportInputs const& inputs, std::size_t option, std::string const& species,
                   std::filesystem::path const& folder) {
    auto const& variants = inputs.pairs.at(option).option;
    auto const& baselines = inputs.pairs.at(option).base;
    std::vector<std::string> arguments{variants.front().string(), "--field", species, "--minus"};
    for (auto const& file : baselines) arguments.push_back(file.string());
    if (variants.size() > 1) arguments.emplace_back("--repeat");
    for (std::size_t n = 1; n < variants.size(); ++n) arguments.push_back(variants[n].string());
    Picture picture = draw(std::move(arguments), folder, fmt::format("difference{}", option));
    Text const& title = content.options.at(option).title;
    describe(
        picture, content,
        {title.english + ", change against the present state", title.vietnamese + ", chênh lệch so với hiện trạng"},
        pollutant_name(species));
    return picture;
}

}  // namespace

void add_maps(Content& content, ReportInputs const& inputs, std::filesystem::path const& folder) {
    if (!has_renderer()) {
        content.no_maps = {"This build has no renderer (preset minimal): no maps.",
                           "Bản dựng này không có bộ vẽ (preset minimal): không có bản đồ."};
        return;
    }
    std::string species;
    bool has_roads = false;
    io::read_result(inputs.base.string(), [&](io::ResultReader const& base) {
        species = species_of(base);
        has_roads = !base.roads().empty();
    });
    Text const shown = near_ground(species);
    std::vector<std::filesystem::path> all{inputs.base};
    for (auto const& pairs : inputs.pairs) all.push_back(pairs.option.front());
    std::string const range = range_of(all, species);
    Text const present{"Present state", "Hiện trạng"};
    Picture base = draw({inputs.base.string(), "--field", species, "--range", range}, folder, "base");
    describe(base, content, present, shown);
    content.maps.push_back({present, {base}});
    if (has_roads) {
        Picture flow = draw({inputs.base.string(), "--roads", "flow"}, folder, "flow");
        describe(flow, content, present,
                 {"vehicles per hour on roads, mean", "lưu lượng xe trên đường mỗi giờ, trung bình"});
        content.maps.front().pictures.push_back(flow);
    }
    for (std::size_t i = 0; i < inputs.pairs.size(); ++i) {
        Text const title = content.options.at(i).title;
        std::string const name = fmt::format("option{}", i);
        Picture after =
            draw({inputs.pairs[i].option.front().string(), "--field", species, "--range", range}, folder, name);
        describe(after, content, title, shown);
        content.maps.push_back({title, {after, difference(content, inputs, i, species, folder)}});
    }
}

}  // namespace hacthanh::app
