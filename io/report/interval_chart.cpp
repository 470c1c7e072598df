#include "io/report/chart_frame.hpp"
#include "sim/core/nice_numbers.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::io::report {
namespace {

constexpr double row_height = 40;
constexpr double left = 28;  // half of a label of the axis
constexpr double right = chart_width - 28;
constexpr double axis_height = 34;

char const* css_class(BarKind kind) {
    switch (kind) {
        case BarKind::decrease: return "bar decrease";
        case BarKind::increase: return "bar increase";
        case BarKind::indistinct: return "bar indistinct";
    }
    return "bar";
}

Scale scale_of(std::vector<IntervalBar> const& bars) {
    double low = 0;
    double high = 0;
    for (auto const& bar : bars) {
        low = std::min({low, bar.value, bar.interval ? bar.interval->first : bar.value});
        high = std::max({high, bar.value, bar.interval ? bar.interval->second : bar.value});
    }
    return round_scale(low, high, left, right, 5);
}

void draw_bar(Markup& svg, IntervalBar const& bar, Scale const& x, double y, Language language) {
    label(svg, 0, y + 13, bar.label, "start");
    std::string value = format_signed(bar.value, language);
    if (!bar.note.empty()) value += " (" + bar.note + ")";
    label(svg, chart_width, y + 13, value, "end", "label value");
    double const zero = x(0);
    double const end = x(bar.value);
    shape(svg, "rect", css_class(bar.kind),
          {{"x", std::min(zero, end)}, {"y", y + 20}, {"width", std::abs(end - zero)}, {"height", 11}});
    if (!bar.interval) return;
    double const from = x(bar.interval->first);
    double const to = x(bar.interval->second);
    shape(svg, "line", "whisker", {{"x1", from}, {"y1", y + 25.5}, {"x2", to}, {"y2", y + 25.5}});
    for (double at : {from, to})
        shape(svg, "line", "whisker", {{"x1", at}, {"y1", y + 21}, {"x2", at}, {"y2", y + 30}});
}

}  // namespace

std::string interval_chart(std::vector<IntervalBar> const& bars, ChartText const& text) {
    Markup svg;
    double const bottom = row_height * static_cast<double>(bars.size());
    open_chart(svg, text, bottom + axis_height);
    Scale const x = scale_of(bars);
    for (double tick : linear_ticks(x.low, x.high, 5)) {
        shape(svg, "line", tick == 0 ? "zero" : "grid", {{"x1", x(tick)}, {"y1", 0}, {"x2", x(tick)}, {"y2", bottom}});
        label(svg, x(tick), bottom + 13, format_number(tick, text.language), "middle", "tick");
    }
    label(svg, chart_width / 2, bottom + 29, text.unit, "middle", "tick");
    for (std::size_t i = 0; i < bars.size(); ++i)
        draw_bar(svg, bars[i], x, row_height * static_cast<double>(i), text.language);
    return svg.close().whole();
}

}  // namespace hacthanh::io::report
