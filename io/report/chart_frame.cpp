#include "io/report/chart_frame.hpp"

#include "sim/core/nice_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::io::report {

Markup& open_chart(Markup& svg, ChartText const& text, double height) {
    std::string const title_id = text.id + "-title";
    std::string const description_id = text.id + "-desc";
    svg.open("svg", {{"class", "chart"},
                     {"viewBox", fmt::format("0 0 {} {}", coordinate(chart_width), coordinate(height))},
                     {"role", "img"},
                     {"aria-labelledby", title_id + " " + description_id}});
    svg.leaf("title", text.title, {{"id", title_id}});
    svg.leaf("desc", text.description, {{"id", description_id}});
    return svg;
}

void shape(Markup& svg, std::string_view tag, std::string_view css_class, Numbers numbers) {
    std::string drawn = fmt::format("<{} class=\"{}\"", tag, escaped(css_class));
    for (auto const& [name, value] : numbers) drawn += fmt::format(" {}=\"{}\"", name, coordinate(value));
    svg.raw(drawn + "/>");
}

void label(Markup& svg, double x, double y, std::string_view words, std::string_view anchor,
           std::string_view css_class) {
    svg.leaf("text", words,
             {{"class", css_class}, {"x", coordinate(x)}, {"y", coordinate(y)}, {"text-anchor", anchor}});
}

Scale round_scale(double low, double high, double from, double to, int marks) {
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
    if (low == high) high = 1;
    auto const ticks = linear_ticks(low, high, marks);
    double const step = ticks.size() > 1 ? ticks[1] - ticks[0] : high - low;
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, from, to};
}

}  // namespace hacthanh::io::report
