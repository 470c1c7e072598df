#include "io/report/chart_frame.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/nice_numbers.hpp"

#include <algorithm>

namespace hacthanh::io::report {
namespace {

constexpr double plot_left = 52;
constexpr double plot_top = 22;
constexpr double plot_size = 300;
constexpr double plot_bottom = plot_top + plot_size;
constexpr double legend_step = 18;

/// Marks differ by shape, so that they can be told apart in print.
void draw_mark(Markup& svg, std::size_t series, double x, double y) {
    switch (series) {
        case 0: shape(svg, "circle", "mark first", {{"cx", x}, {"cy", y}, {"r", 3}}); break;
        case 1: shape(svg, "rect", "mark second", {{"x", x - 3}, {"y", y - 3}, {"width", 6}, {"height", 6}}); break;
        case 2: shape(svg, "circle", "mark hollow", {{"cx", x}, {"cy", y}, {"r", 3.5}}); break;
        default: shape(svg, "rect", "mark hollow", {{"x", x - 3}, {"y", y - 3}, {"width", 6}, {"height", 6}}); break;
    }
}

/// The line p = factor * o inside the plot.
void draw_ratio(Markup& svg, double factor, Scale const& x, Scale const& y, std::string_view name) {
    double const end = std::min(x.high, y.high / factor);
    shape(svg, "line", factor == 1 ? "one" : "grid",
          {{"x1", x(0)}, {"y1", y(0)}, {"x2", x(end)}, {"y2", y(end * factor)}});
    bool const at_top = factor > 1;
    label(svg, at_top ? x(end) : x(end) + 4, at_top ? y(y.high) - 6 : y(end * factor) + 4, name,
          at_top ? "middle" : "start", "tick");
}

}  // namespace

std::string scatter_chart(std::vector<ScatterSeries> const& series, std::string const& measured,
                          std::string const& modelled, ChartText const& text) {
    HACTHANH_EXPECT(series.size() <= 4);
    double highest = 0;
    for (auto const& each : series)
        for (auto const& [o, p] : each.points) highest = std::max({highest, o, p});
    Scale const x = round_scale(0, highest, plot_left, plot_left + plot_size, 5);
    Scale const y{x.low, x.high, plot_bottom, plot_top};
    Markup svg;
    open_chart(svg, text, plot_bottom + 44 + legend_step * static_cast<double>(series.size()));
    shape(svg, "rect", "frame", {{"x", plot_left}, {"y", plot_top}, {"width", plot_size}, {"height", plot_size}});
    for (double tick : linear_ticks(x.low, x.high, 5)) {
        label(svg, x(tick), plot_bottom + 15, format_number(tick, text.language), "middle", "tick");
        label(svg, plot_left - 6, y(tick) + 4, format_number(tick, text.language), "end", "tick");
    }
    draw_ratio(svg, 1, x, y, "1:1");
    draw_ratio(svg, 0.5, x, y, "1:2");
    draw_ratio(svg, 2, x, y, "2:1");
    label(svg, plot_left, plot_top - 8, modelled, "start", "tick");
    label(svg, plot_left + plot_size, plot_bottom + 31, measured, "end", "tick");
    for (std::size_t i = 0; i < series.size(); ++i) {
        for (auto const& [o, p] : series[i].points) draw_mark(svg, i, x(o), y(p));
        double const at = plot_bottom + 46 + legend_step * static_cast<double>(i);
        draw_mark(svg, i, plot_left + 6, at);
        label(svg, plot_left + 18, at + 4, series[i].label, "start");
    }
    return svg.close().whole();
}

}  // namespace hacthanh::io::report
