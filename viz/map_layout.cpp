#include "viz/map_layout.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::viz {
namespace {

constexpr int smallest_width = 640;
constexpr int smallest_height = 480;
constexpr int largest_side = 4096;

void check_size(MapScene const& scene) {
    validate(scene.width >= smallest_width && scene.height >= smallest_height && scene.width <= largest_side &&
                 scene.height <= largest_side,
             "size",
             fmt::format("{}x{} (must be {}x{} to {}x{})", scene.width, scene.height, smallest_width, smallest_height,
                         largest_side, largest_side));
    validate(scene.extent.width() > 0 && scene.extent.height() > 0, "map", "the extent of the map is empty");
}

/// Wraps a text of one font; lines beyond `limit` are cut off with "…".
struct Wrapping {
    Typesetter const& measure;
    double max_width;

    std::vector<std::string> operator()(std::string const& text, double size, FontWeight weight,
                                        std::size_t limit) const {
        auto lines = measure.wrap(text, size, weight, max_width);
        if (lines.size() <= limit) return lines;
        std::string const rest = lines[limit];
        lines.resize(limit);
        lines.back() = measure.fit(lines.back() + " " + rest, size, weight, max_width);
        return lines;
    }
};

double block_height(std::size_t n_lines, double size) {
    return static_cast<double>(n_lines) * Typesetter::line_height(size);
}

/// Largest box of the extent's shape inside `room`, in whole pixels.
Box fit_map(city::Rectangle const& extent, double room_width, double room_height) {
    double const scale = std::min(room_width / extent.width(), room_height / extent.height());
    return {0, 0, std::max(1.0, std::floor(extent.width() * scale)),
            std::max(1.0, std::floor(extent.height() * scale))};
}

struct PageTexts {
    std::vector<std::string> title;
    std::vector<std::string> subtitle;
    std::vector<std::string> source;

    std::size_t n_lines() const { return title.size() + subtitle.size() + source.size(); }
};

PageTexts wrap_texts(MapLayout const& layout, MapScene const& scene, Language language, Wrapping const& wrap) {
    PageTexts texts;
    texts.title = wrap(scene.title.in(language), layout.title_size, FontWeight::bold, 2);
    texts.subtitle = wrap(scene.subtitle.in(language), layout.text_size, FontWeight::regular, 2);
    for (Text const& paragraph : scene.source)
        for (auto& line : wrap(paragraph.in(language), layout.small_size, FontWeight::regular, 3))
            texts.source.push_back(std::move(line));
    return texts;
}

}  // namespace

MapLayout lay_out_map(MapScene const& scene, Language language, Typesetter const& measure) {
    check_size(scene);
    MapLayout layout;
    layout.unit = std::max(0.62, std::min(scene.width / 1600.0, scene.height / 1200.0));
    double const u = layout.unit;
    layout.title_size = 34 * u;
    layout.text_size = 20 * u;
    layout.small_size = std::max(14.5 * u, 10.5);
    double const margin = 40 * u;
    double const gap = 36 * u;
    double const inner_width = scene.width - 2 * margin;

    PageTexts texts = wrap_texts(layout, scene, language, {measure, inner_width});
    double const header_height =
        block_height(texts.title.size(), layout.title_size) + block_height(texts.subtitle.size(), layout.text_size);
    double const footer_height = block_height(texts.source.size(), layout.small_size);
    double const top = std::round(margin * 0.8 + header_height + 18 * u);
    double const bottom = std::round(scene.height - margin * 0.7 - footer_height - 18 * u);

    double const narrowest_column = scene.view ? 340 * u : 290 * u;
    layout.map = fit_map(scene.extent, inner_width - gap - narrowest_column, bottom - top);
    double const column_width = std::min(inner_width - gap - layout.map.width, 430 * u);
    double const left = std::round((scene.width - layout.map.width - gap - column_width) / 2);
    double const column_height = std::min(bottom - top, std::max(layout.map.height, 640 * u));
    double const slack = std::round((bottom - top - column_height) / 2);  // header, map and footer stay together
    double const block_top = top + slack;
    layout.map.x = left;
    layout.map.y = std::round(block_top + (column_height - layout.map.height) / 2);
    layout.column = {layout.map.right() + gap, block_top, column_width, column_height};

    // Header and footer begin above the map's edge where they need no more lines there, else at the margin.
    double text_left = margin;
    PageTexts shifted = wrap_texts(layout, scene, language, {measure, scene.width - margin - left});
    if (shifted.n_lines() == texts.n_lines()) {
        texts = std::move(shifted);
        text_left = left;
    }
    layout.header = {text_left, margin * 0.8 + slack, scene.width - margin - text_left, header_height};
    layout.footer = {text_left, bottom - slack + 18 * u, scene.width - margin - text_left, footer_height};
    layout.title = std::move(texts.title);
    layout.subtitle = std::move(texts.subtitle);
    layout.source = std::move(texts.source);
    return layout;
}

}  // namespace hacthanh::viz
