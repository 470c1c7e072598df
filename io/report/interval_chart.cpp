#include "io/report/chart_frame.hpp"
#include "sim/core/nice_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace hacthanh::io::report {
namespace {

constexpr double row_height = 40;
constexpr double left = 28;  // half of a label of the axis
constexpr double right = chart_width - 28;
constexpr double axis_height = 34;
constexpr double bar_top = 20;  // of a row; above it stand its words
constexpr double bar_height = 11;

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

/// A label that leaves room for the value at the end of its line; its end gives way to "…".
std::string shortened(std::string const& words, std::string const& value) {
    constexpr double letter_width = 6.5;  // of the charts' 12 px letters, bold ones included
    auto const letters = [](std::string const& text) {
        return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    };
    auto const room = static_cast<std::ptrdiff_t>(chart_width / letter_width) - letters(value) - 1;
    if (letters(words) <= room) return words;
    std::string kept;
    std::ptrdiff_t n = 0;
    for (char const c : words) {
        bool const begins_letter = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (begins_letter && ++n >= room) break;
        kept += c;
    }
    return kept + "…";
}

void draw_bar(Markup& svg, IntervalBar const& bar, Scale const& x, double y, Language language) {
    std::string value = format_signed(bar.value, language);
    if (!bar.note.empty()) value += " (" + bar.note + ")";
    label(svg, 0, y + 13, shortened(bar.label, value), "start");
    label(svg, chart_width, y + 13, value, "end", "label value");
    double const zero = x(0);
    double const end = x(bar.value);
    shape(svg, "rect", css_class(bar.kind),
          {{"x", std::min(zero, end)}, {"y", y + bar_top}, {"width", std::abs(end - zero)}, {"height", bar_height}});
    if (!bar.interval) return;
    double const from = x(bar.interval->first);
    double const to = x(bar.interval->second);
    shape(svg, "line", "whisker", {{"x1", from}, {"y1", y + 25.5}, {"x2", to}, {"y2", y + 25.5}});
    for (double at : {from, to})
        shape(svg, "line", "whisker", {{"x1", at}, {"y1", y + 21}, {"x2", at}, {"y2", y + 30}});
}

/// The value axis: lines beside the bars, never through their words, and numbers below.
void draw_axis(Markup& svg, Scale const& x, std::size_t rows, ChartText const& text) {
    double const bottom = row_height * static_cast<double>(rows);
    for (double tick : linear_ticks(x.low, x.high, 5)) {
        for (std::size_t row = 0; row < rows; ++row) {
            double const y = row_height * static_cast<double>(row);
            shape(svg, "line", tick == 0 ? "zero" : "grid",
                  {{"x1", x(tick)}, {"y1", y + bar_top - 3}, {"x2", x(tick)}, {"y2", y + row_height - 3}});
        }
        label(svg, x(tick), bottom + 13, format_number(tick, text.language), "middle", "tick");
    }
    label(svg, chart_width / 2, bottom + 29, text.unit, "middle", "tick");
}

}  // namespace

std::string interval_chart(std::vector<IntervalBar> const& bars, ChartText const& text) {
    Markup svg;
    open_chart(svg, text, row_height * static_cast<double>(bars.size()) + axis_height);
    Scale const x = scale_of(bars);
    draw_axis(svg, x, bars.size(), text);
    for (std::size_t i = 0; i < bars.size(); ++i)
        draw_bar(svg, bars[i], x, row_height * static_cast<double>(i), text.language);
    return svg.close().whole();
}

std::string tornado_chart(double central, std::vector<TornadoTerm> terms, ChartText const& text) {
    std::ranges::stable_sort(terms, std::greater<>(), [](TornadoTerm const& t) { return std::abs(t.high - t.low); });
    double low = central;
    double high = central;
    for (auto const& term : terms) {
        low = std::min({low, term.low, term.high});
        high = std::max({high, term.low, term.high});
    }
    Scale const x = round_scale(low, high, left, right, 5);
    Markup svg;
    open_chart(svg, text, row_height * static_cast<double>(terms.size()) + axis_height);
    draw_axis(svg, x, terms.size(), text);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        double const y = row_height * static_cast<double>(i);
        auto const& term = terms[i];
        label(svg, 0, y + 13, term.label, "start");
        label(svg, chart_width, y + 13,
              format_number(term.low, text.language) + " … " + format_number(term.high, text.language), "end",
              "label value");
        for (double const end : {term.low, term.high})
            shape(svg, "rect", end < central ? "bar decrease" : "bar increase",
                  {{"x", std::min(x(central), x(end))},
                   {"y", y + bar_top},
                   {"width", std::abs(x(end) - x(central))},
                   {"height", bar_height}});
        shape(svg, "line", "whisker",
              {{"x1", x(central)}, {"y1", y + bar_top - 3}, {"x2", x(central)}, {"y2", y + row_height - 5}});
    }
    return svg.close().whole();
}

}  // namespace hacthanh::io::report
