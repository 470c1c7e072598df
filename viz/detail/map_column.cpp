#include "sim/core/nice_numbers.hpp"
#include "viz/detail/map_furniture.hpp"
#include "viz/detail/palette.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace hacthanh::viz::detail {
namespace {

std::string compass_name(double from_deg, Language language) {
    static std::array<Text, 8> const names = {
        Text{"north", "Bắc"}, {"north-east", "Đông Bắc"}, {"east", "Đông"}, {"south-east", "Đông Nam"},
        {"south", "Nam"},     {"south-west", "Tây Nam"},  {"west", "Tây"},  {"north-west", "Tây Bắc"}};
    auto const sector = static_cast<long>(std::lround(from_deg / 45));
    return names[static_cast<std::size_t>((sector % 8 + 8) % 8)].in(language);
}

std::string one_decimal(double value, Language language) {
    std::string text = fmt::format("{:.1f}", value);
    if (language == Language::vietnamese) std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

/// An arrow in a ring that points where the wind blows to.
void draw_wind_dial(Drafting const& drafting, PagePoint centre, double radius, double from_deg) {
    TriangleDrawing shape;
    std::vector<PagePoint> ring;
    for (int i = 0; i <= 72; ++i) {
        double const angle = i * std::numbers::pi / 36;
        ring.push_back({centre.x + radius * std::sin(angle), centre.y - radius * std::cos(angle)});
    }
    add_line(shape, ring, std::max(1.0, radius / 22), faint_line);
    drafting.page.drawings.emplace_back(std::move(shape));

    double const to = (from_deg + 180) * std::numbers::pi / 180;
    PagePoint const along{std::sin(to), -std::cos(to)};
    auto const place = [&](double forward, double sideways) {
        return PagePoint{centre.x + radius * (forward * along.x - sideways * along.y),
                         centre.y + radius * (forward * along.y + sideways * along.x)};
    };
    drafting.page.polygon({place(-0.75, -0.08), place(0.2, -0.08), place(0.2, 0.08), place(-0.75, 0.08)}, wind_blue);
    drafting.page.polygon({place(0.8, 0), place(0.1, -0.36), place(0.1, 0.36)}, wind_blue);
}

/// Lines of text going down the column.
class ColumnWriter {
public:
    ColumnWriter(Drafting const& drafting, double top) : drafting_(drafting), y_(top) {}

    double y() const { return y_; }
    void skip(double height) { y_ += height; }

    void write(std::string const& text, double size, FontWeight weight, Colour colour, double indent = 0) {
        double const height = Typesetter::line_height(size);
        drafting_.line(drafting_.layout.column.x + indent, y_ + height / 2, text, size, weight, Align::left, colour);
        y_ += height;
    }
    void paragraph(std::string const& text, double size, FontWeight weight, Colour colour) {
        for (auto const& line : drafting_.measure.wrap(text, size, weight, drafting_.layout.column.width))
            write(line, size, weight, colour);
    }

private:
    Drafting const& drafting_;
    double y_;
};

/// The warning as a box that stands on the column's foot. Returns its top.
double draw_warning(Drafting const& drafting, std::string const& text) {
    Box const& column = drafting.layout.column;
    if (text.empty()) return column.bottom();
    double const u = drafting.layout.unit;
    double const size = std::max(16 * u, 11.0);
    double const pad = 14 * u;
    auto const lines = drafting.measure.wrap(text, size, FontWeight::bold, column.width - 2 * pad - 6 * u);
    double const step = Typesetter::line_height(size);
    double const height = static_cast<double>(lines.size()) * step + 1.6 * pad;
    Box const box{column.x, column.bottom() - height, column.width, height};
    drafting.page.fill(box, warning_fill);
    drafting.page.fill({box.x, box.y, 6 * u, box.height}, warning_edge);
    double y = box.y + 0.8 * pad + step / 2;
    for (auto const& line : lines) {
        drafting.line(box.x + pad + 6 * u, y, line, size, FontWeight::bold, Align::left, warning_ink);
        y += step;
    }
    return box.y;
}

double wind_height(double u) { return 78 * u; }

void draw_wind(Drafting const& drafting, MapWind const& wind, double top) {
    double const u = drafting.layout.unit;
    double const radius = 34 * u;
    double const left = drafting.layout.column.x;
    draw_wind_dial(drafting, {left + radius, top + wind_height(u) / 2}, radius, wind.from_deg);
    double const size = std::max(17 * u, 11.0);
    double const step = Typesetter::line_height(size);
    bool const english = drafting.language == Language::english;
    double const room = drafting.layout.column.width - 2 * radius - 16 * u;
    std::array<std::string, 3> const lines = {
        fmt::format("{} {} ({}°)", english ? "Wind from" : "Gió từ hướng",
                    compass_name(wind.from_deg, drafting.language),
                    format_number(std::fmod(std::round(wind.from_deg) + 360, 360), drafting.language)),
        one_decimal(wind.speed, drafting.language) + " m/s", wind.where.in(drafting.language)};
    double y = top + wind_height(u) / 2 - step;
    for (std::size_t i = 0; i < lines.size(); ++i, y += step)
        drafting.line(left + 2 * radius + 16 * u, y, drafting.measure.fit(lines[i], size, FontWeight::regular, room),
                      size, FontWeight::regular, Align::left, i == 2 ? soft_ink : ink);
}

struct FactRow {
    std::string label;
    std::string value;
    std::optional<Colour> swatch{};  ///< a square of this colour before the label
};

double fact_size(double u) { return std::max(17 * u, 11.0); }
double fact_step(double u) { return Typesetter::line_height(fact_size(u)) * 1.12; }
double fact_indent(FactRow const& row, double size) { return row.swatch && row.swatch->alpha > 0 ? 1.6 * size : 0; }

/// The lines of a row's label; its value stands on the last one.
std::vector<std::string> fact_lines(Drafting const& drafting, FactRow const& row) {
    double const u = drafting.layout.unit;
    double const size = fact_size(u);
    double const value_width =
        row.value.empty() ? 0 : drafting.measure.width(row.value, size, FontWeight::bold) + 12 * u;
    double const room = drafting.layout.column.width - fact_indent(row, size) - value_width;
    auto lines = drafting.measure.wrap(row.label, size, FontWeight::regular, room);
    for (std::string& line : lines) line = drafting.measure.fit(line, size, FontWeight::regular, room);
    return lines;
}

double facts_height(Drafting const& drafting, std::vector<FactRow> const& rows) {
    std::size_t n = 0;
    for (auto const& row : rows) n += fact_lines(drafting, row).size();
    return static_cast<double>(n) * fact_step(drafting.layout.unit);
}

void draw_facts(Drafting const& drafting, std::vector<FactRow> const& rows, double top) {
    double const u = drafting.layout.unit;
    double const size = fact_size(u);
    Box const& column = drafting.layout.column;
    double y = top + fact_step(u) / 2;
    for (auto const& row : rows) {
        double const indent = fact_indent(row, size);
        if (indent > 0) drafting.page.fill({column.x, y - 0.5 * size, 1.1 * size, size}, *row.swatch);
        for (auto const& line : fact_lines(drafting, row)) {
            drafting.line(column.x + indent, y, line, size, FontWeight::regular, Align::left, soft_ink);
            y += fact_step(u);
        }
        drafting.line(column.right(), y - fact_step(u), row.value, size, FontWeight::bold, Align::right, ink);
    }
}

/// Ticks in the unit of the scale, as many as fit.
std::vector<double> legend_ticks(ColourScale const& colours, double bar_height, double label_height) {
    int const room = std::clamp(static_cast<int>(bar_height / (2.2 * label_height)), 2, 8);
    auto ticks = colours.kind() == ScaleKind::linear ? linear_ticks(colours.low(), colours.high(), room)
                                                     : logarithmic_ticks(colours.low(), colours.high(), room);
    if (ticks.empty()) ticks = {colours.low(), colours.high()};
    return ticks;
}

void draw_colour_bar(Drafting const& drafting, ColourScale const& colours, Box const& bar, bool cut, bool cut_low) {
    double const u = drafting.layout.unit;
    ImageDrawing image{bar, 2, static_cast<int>(bar.height) * 2, {}};
    for (int row = 0; row < image.height; ++row)
        image.pixels.insert(image.pixels.end(), 2, blend(land, colours.at_fraction(1 - (row + 0.5) / image.height)));
    Colour const top_colour = image.pixels.front();
    Colour const bottom_colour = image.pixels.back();
    drafting.page.drawings.emplace_back(std::move(image));
    drafting.page.frame(bar, std::max(1.0, u), soft_ink);
    if (cut)
        drafting.page.polygon({{bar.x, bar.y - 3 * u}, {bar.centre().x, bar.y - 17 * u}, {bar.right(), bar.y - 3 * u}},
                              top_colour);
    if (cut_low)
        drafting.page.polygon({{bar.x, bar.bottom() + 3 * u},
                               {bar.right(), bar.bottom() + 3 * u},
                               {bar.centre().x, bar.bottom() + 17 * u}},
                              bottom_colour);

    double const size = std::max(17 * u, 11.0);
    double const line = std::max(1.0, 1.2 * u);
    for (double tick : legend_ticks(colours, bar.height, Typesetter::line_height(size))) {
        double const y = bar.bottom() - colours.fraction(tick) * bar.height;
        drafting.page.fill({bar.right(), y - line / 2, 7 * u, line}, ink);
        drafting.line(bar.right() + 13 * u, y, format_number(tick, drafting.language), size, FontWeight::regular,
                      Align::left, ink);
    }
}

/// Limits inside the range: a line across the bar, its name where no tick or other limit stands.
void draw_limits(Drafting const& drafting, MapColours const& what, ColourScale const& colours, Box const& bar) {
    double const u = drafting.layout.unit;
    double const size = std::max(15 * u, 10.5);
    double const left = bar.right() + 70 * u;
    double const step = Typesetter::line_height(size);
    double free_below = bar.bottom() + step;
    for (auto const& [name, value] : what.limits) {
        if (value <= colours.low() || value > colours.high()) continue;
        double const y = bar.bottom() - colours.fraction(value) * bar.height;
        double const room = drafting.layout.column.right() - left;
        auto const lines =
            drafting.measure.wrap(name.in(drafting.language) + ": " + format_number(value, drafting.language), size,
                                  FontWeight::regular, room);
        double const half = static_cast<double>(lines.size()) * step / 2;
        if (y + half > free_below) continue;
        drafting.page.fill({bar.x - 7 * u, y - 1.5 * u, bar.width + 14 * u, 3 * u}, limit_ink);
        double at = y - half + step / 2;
        for (auto const& line : lines) {
            drafting.line(left, at, drafting.measure.fit(line, size, FontWeight::regular, room), size,
                          FontWeight::regular, Align::left, limit_ink);
            at += step;
        }
        free_below = y - half;
    }
}

}  // namespace

void draw_column(Drafting const& drafting, MapScene const& scene, ColourScale const& colours, double highest) {
    double const u = drafting.layout.unit;
    Box const& column = drafting.layout.column;
    double const space = 26 * u;
    double const smallest_bar = 120 * u;

    ColumnWriter writer(drafting, column.y);
    bool const has_scale = !scene.colours.quantity.empty();
    if (has_scale) {
        writer.paragraph(scene.colours.quantity.in(drafting.language), drafting.layout.text_size * 1.05,
                         FontWeight::bold, ink);
        writer.write(scene.colours.unit.in(drafting.language), drafting.layout.text_size * 0.95, FontWeight::regular,
                     soft_ink);
        writer.skip(16 * u);
    }
    bool const cut = scene.view ? scene.colours.cut : highest > colours.high() * (1 + 1e-6);
    if (cut) writer.skip(16 * u);

    double foot = draw_warning(drafting, scene.warning.in(drafting.language));
    if (foot < column.bottom()) foot -= space;
    std::vector<FactRow> facts;
    if (scene.cover)
        for (auto const& [label, colour] : scene.cover->legend)
            facts.push_back({label.in(drafting.language), "", colour});
    if (scene.view)
        for (auto const& [label, colour] : scene.view->classes)
            facts.push_back({label.in(drafting.language), "", colour});
    for (auto const& [label, value] : scene.facts)
        facts.push_back({label.in(drafting.language), value.in(drafting.language), {}});
    if (scene.wind && foot - wind_height(u) - space - writer.y() >= smallest_bar) {
        draw_wind(drafting, *scene.wind, foot - wind_height(u));
        foot -= wind_height(u) + space;
    }
    double const height = facts_height(drafting, facts);
    if (!facts.empty() && foot - height - space - writer.y() >= smallest_bar) {
        draw_facts(drafting, facts, foot - height);
        foot -= height + space;
    }
    if (!has_scale) return;
    double const label_half = Typesetter::line_height(17 * u) / 2;
    bool const cut_low = scene.view && scene.colours.cut_low;
    double const bar_height = std::min(foot - label_half - writer.y() - (cut_low ? 16 * u : 0), 620 * u);
    Box const bar{column.x, std::round(writer.y()), std::round(36 * u), std::round(bar_height)};
    draw_colour_bar(drafting, colours, bar, cut, cut_low);
    draw_limits(drafting, scene.colours, colours, bar);
}

}  // namespace hacthanh::viz::detail
