#pragma once
/// What the charts share: the svg with its names, and axes.

#include "io/report/charts.hpp"
#include "io/report/markup.hpp"

namespace hacthanh::io::report {

inline constexpr double chart_width = 400;

/// Opens the svg with title and description. Closed by the caller.
Markup& open_chart(Markup& svg, ChartText const& text, double height);

/// Attributes that are numbers.
using Numbers = std::initializer_list<std::pair<std::string_view, double>>;
/// An empty element of a class with numeric attributes.
void shape(Markup& svg, std::string_view tag, std::string_view css_class, Numbers numbers);
/// Words at a place; `anchor` is start, middle or end.
void label(Markup& svg, double x, double y, std::string_view words, std::string_view anchor,
           std::string_view css_class = "label");

/// Takes values to positions on the chart.
struct Scale {
    double low = 0;
    double high = 1;
    double from = 0;  ///< position of `low`
    double to = 1;    ///< position of `high`
    double operator()(double value) const { return from + (value - low) / (high - low) * (to - from); }
};

/// A scale that holds zero and all values, its ends on round marks; never empty.
Scale round_scale(double low, double high, double from, double to, int marks);

}  // namespace hacthanh::io::report
