#include "io/report/chart_frame.hpp"
#include "sim/core/nice_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::io::report {
namespace {

constexpr double plot_left = 48;
constexpr double plot_right = chart_width - 8;
constexpr double plot_top = 12;
constexpr double plot_bottom = 190;
constexpr double legend_step = 18;

Scale const hours{0, 23, plot_left, plot_right};

double highest_of(std::vector<DayLine> const& lines) {
    double highest = 0;
    for (auto const& line : lines)
        for (std::size_t hour = 0; hour < 24; ++hour)
            highest = std::max(highest, line.values.at(hour).value_or(0) + line.spread.at(hour));
    return highest;
}

/// Stretches of hours with a value, as pairs of first and one past the last.
std::vector<std::pair<std::size_t, std::size_t>> stretches(DayLine const& line) {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (std::size_t hour = 0; hour < 24; ++hour) {
        if (!line.values.at(hour)) continue;
        if (found.empty() || found.back().second != hour) found.emplace_back(hour, hour);
        found.back().second = hour + 1;
    }
    return found;
}

void draw_line(Markup& svg, DayLine const& line, Scale const& y) {
    for (auto const& [first, end] : stretches(line)) {
        std::string upper;
        std::string lower;
        std::string middle;
        bool band = false;
        for (std::size_t hour = first; hour < end; ++hour) {
            double const value = *line.values.at(hour);
            double const spread = line.spread.at(hour);
            double const x = hours(static_cast<double>(hour));
            band = band || spread > 0;
            upper += fmt::format("{},{} ", coordinate(x), coordinate(y(value + spread)));
            lower.insert(0, fmt::format("{},{} ", coordinate(x), coordinate(y(std::max(0.0, value - spread)))));
            middle += fmt::format("{},{} ", coordinate(x), coordinate(y(value)));
            shape(svg, "circle", line.dashed ? "mark second" : "mark first", {{"cx", x}, {"cy", y(value)}, {"r", 2.5}});
        }
        if (band) svg.empty("polygon", {{"class", "band"}, {"points", upper + lower}});
        svg.empty("polyline", {{"class", line.dashed ? "line second" : "line first"}, {"points", middle}});
    }
}

}  // namespace

std::string day_chart(std::vector<DayLine> const& lines, ChartText const& text) {
    Markup svg;
    double const bottom = plot_bottom + 40;
    open_chart(svg, text, bottom + legend_step * static_cast<double>(lines.size()));
    Scale const y = round_scale(0, highest_of(lines), plot_bottom, plot_top, 4);
    for (double tick : linear_ticks(y.low, y.high, 4)) {
        shape(svg, "line", tick == 0 ? "zero" : "grid",
              {{"x1", plot_left}, {"y1", y(tick)}, {"x2", plot_right}, {"y2", y(tick)}});
        label(svg, plot_left - 6, y(tick) + 4, format_number(tick, text.language), "end", "tick");
    }
    for (int hour = 0; hour < 24; hour += 3)
        label(svg, hours(hour), plot_bottom + 15, fmt::format("{:02}", hour), "middle", "tick");
    label(
        svg, (plot_left + plot_right) / 2, plot_bottom + 31,
        (text.language == Language::vietnamese ? "giờ trong ngày; trục đứng: " : "hour of day; vertical: ") + text.unit,
        "middle", "tick");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        draw_line(svg, lines[i], y);
        double const at = bottom + 8 + legend_step * static_cast<double>(i);
        shape(svg, "line", lines[i].dashed ? "line second" : "line first",
              {{"x1", plot_left}, {"y1", at}, {"x2", plot_left + 28}, {"y2", at}});
        label(svg, plot_left + 34, at + 4, lines[i].label, "start");
    }
    return svg.close().whole();
}

}  // namespace hacthanh::io::report
