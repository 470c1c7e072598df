#include "viz/map_page.hpp"

#include "viz/detail/map_furniture.hpp"
#include "viz/detail/palette.hpp"
#include "viz/field_image.hpp"
#include "viz/map_layout.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::viz {
namespace {

std::vector<float> shown_values(MapScene const& scene) {
    if (scene.view) return {};
    if (scene.road_style != RoadStyle::coloured) return scene.field ? scene.field->values : std::vector<float>{};
    std::vector<float> values;
    for (MapRoad const& road : scene.roads) values.push_back(road.value);
    return values;
}

double highest_value(std::vector<float> const& values) {
    double highest = -std::numeric_limits<double>::infinity();
    for (float value : values)
        if (std::isfinite(value)) highest = std::max(highest, static_cast<double>(value));
    return highest;
}

void draw_header_and_footer(detail::Drafting const& drafting) {
    MapLayout const& layout = drafting.layout;
    double y = layout.header.y;
    auto const write = [&](std::vector<std::string> const& lines, double size, FontWeight weight, Colour colour) {
        double const step = Typesetter::line_height(size);
        for (auto const& line : lines) {
            drafting.line(layout.header.x, y + step / 2, line, size, weight, Align::left, colour);
            y += step;
        }
    };
    write(layout.title, layout.title_size, FontWeight::bold, detail::ink);
    write(layout.subtitle, layout.text_size, FontWeight::regular, detail::soft_ink);
    y = layout.footer.y;
    write(layout.source, layout.small_size, FontWeight::regular, detail::soft_ink);
}

/// Places map coordinates on the page.
struct ToPage {
    city::Rectangle shown;
    Box map;
    double pixels_per_metre() const { return map.width / shown.width(); }
    PagePoint operator()(city::Point p) const {
        return {map.x + (p.x - shown.x_min) / shown.width() * map.width,
                map.bottom() - (p.y - shown.y_min) / shown.height() * map.height};
    }
    std::vector<PagePoint> operator()(city::Polyline const& line) const {
        std::vector<PagePoint> points;
        for (city::Point p : line) points.push_back((*this)(p));
        return points;
    }
};

/// Draws the roads of the scene, those with the greatest values last.
TriangleDrawing road_shapes(MapScene const& scene, ToPage const& to_page, ColourScale const& colours, double unit) {
    std::vector<MapRoad const*> order;
    for (MapRoad const& road : scene.roads) order.push_back(&road);
    bool const coloured = scene.road_style == RoadStyle::coloured;
    if (coloured)
        std::stable_sort(order.begin(), order.end(), [&](MapRoad const* a, MapRoad const* b) {
            if (std::isnan(a->value) || std::isnan(b->value)) return std::isnan(a->value) && !std::isnan(b->value);
            return colours.fraction(a->value) < colours.fraction(b->value);
        });
    TriangleDrawing shape;
    double const scale = to_page.pixels_per_metre();
    for (MapRoad const* road : order) {
        double width = std::clamp(0.45 * road->width_m * scale, 0.8 * unit, 3.2 * unit);
        Colour colour = detail::plain_road;
        if (coloured) {
            bool const empty = std::isnan(road->value);
            width = std::clamp(1.3 * road->width_m * scale, 2 * unit, 14 * unit) * (empty ? 0.6 : 1.0);
            if (!empty && !scene.colours.dark_low) width *= 0.7 + 0.8 * colours.fraction(road->value);
            colour = empty ? detail::empty_road : colours(road->value);
        }
        add_line(shape, to_page(road->axis), width, colour);
    }
    return shape;
}

/// A ring with a dot, and the name beside it on the side that has room.
void draw_mark(detail::Drafting const& drafting, MapMark const& mark, PagePoint at) {
    Box const& map = drafting.layout.map;
    double const u = drafting.layout.unit;
    if (at.x < map.x || at.x > map.right() || at.y < map.y || at.y > map.bottom()) return;
    auto const disc = [&](double radius, Colour colour) {
        constexpr int corners = 24;
        std::vector<PagePoint> circle;
        for (int n = 0; n < corners; ++n) {
            double const angle = 2 * std::numbers::pi * n / corners;
            circle.push_back({at.x + radius * std::cos(angle), at.y + radius * std::sin(angle)});
        }
        drafting.page.polygon(circle, colour);
    };
    disc(13 * u, detail::paper);
    disc(11 * u, detail::limit_ink);
    disc(7 * u, detail::paper);
    disc(4 * u, detail::limit_ink);
    double const size = std::max(18 * u, 11.0);
    std::string const name =
        drafting.measure.fit(mark.name.in(drafting.language), size, FontWeight::bold, map.width / 2);
    if (name.empty()) return;
    double const width = drafting.measure.width(name, size, FontWeight::bold) + 12 * u;
    double const height = Typesetter::line_height(size) + 4 * u;
    bool const right = at.x + 18 * u + width < map.right();
    Box const panel{right ? at.x + 18 * u : at.x - 18 * u - width, at.y - height / 2, width, height};
    drafting.page.fill(panel, detail::veil);
    drafting.line(panel.x + 6 * u, panel.centre().y, name, size, FontWeight::bold, Align::left, detail::limit_ink);
}

/// Covers what the lines drew outside the map.
void clip_to_map(Page& page, Box const& map) {
    double const width = page.width;
    double const height = page.height;
    page.fill({0, 0, width, map.y}, detail::paper);
    page.fill({0, map.bottom(), width, height - map.bottom()}, detail::paper);
    page.fill({0, map.y, map.x, map.height}, detail::paper);
    page.fill({map.right(), map.y, width - map.right(), map.height}, detail::paper);
}

}  // namespace

ValueRange colour_range(MapScene const& scene) {
    if (scene.colours.range) return *scene.colours.range;
    auto const values = shown_values(scene);
    return scene.colours.scale == ScaleKind::linear ? linear_range(values) : logarithmic_range(values);
}

Page make_map_page(MapScene const& scene, Language language, Typesetter const& measure) {
    MapLayout const layout = lay_out_map(scene, language, measure);
    ValueRange const range = colour_range(scene);
    bool const roads_only = scene.road_style == RoadStyle::coloured;
    bool const fade_in = scene.view ? scene.colours.fade_in : !roads_only;
    ColourScale const colours(scene.colours.map, scene.colours.scale, range.low, range.high, fade_in,
                              scene.colours.dark_low);
    Page page{scene.width, scene.height, detail::paper, {}};
    detail::Drafting const drafting{page, layout, measure, language};
    ToPage const to_page{scene.extent, layout.map};

    page.fill(layout.map, detail::land);
    if (scene.view) {
        ImageDrawing picture = scene.view->picture;
        picture.box = layout.map;
        if (!picture.pixels.empty()) page.drawings.emplace_back(std::move(picture));
    }
    if (scene.cover) page.drawings.emplace_back(cover_image(*scene.cover, scene.extent, layout.map));
    if (scene.field && !roads_only)
        page.drawings.emplace_back(field_image(*scene.field, scene.extent, layout.map, colours, scene.smooth));
    if (scene.road_style != RoadStyle::none && !scene.view)
        page.drawings.emplace_back(road_shapes(scene, to_page, colours, layout.unit));
    for (MapMark const& mark : scene.marks) draw_mark(drafting, mark, to_page(mark.at));
    clip_to_map(page, layout.map);
    page.frame(layout.map, std::max(1.0, layout.unit), detail::faint_line);
    draw_scale_bar(drafting, scene.extent.width(), scene.view && scene.view->oblique);
    draw_north_arrow(drafting, scene.view ? scene.view->azimuth_deg : 0);
    if (scene.view) draw_captions(drafting, *scene.view);
    draw_column(drafting, scene, colours, highest_value(shown_values(scene)));
    draw_header_and_footer(drafting);
    return page;
}

}  // namespace hacthanh::viz
