#pragma once
/// Charts as SVG that stands in HTML: styled by the document's style sheet, legible on a phone (400 units wide), never
/// by colour alone, with a title and a description for those who do not see them. Pure functions of values.

#include "sim/core/language.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hacthanh::io::report {

/// What a chart is called and says, in one language; `id` must be unique in the document.
struct ChartText {
    std::string id;
    std::string title;
    std::string description;  ///< what one sees in it, in words
    std::string unit;         ///< of the value axis
    Language language = Language::vietnamese;
};

/// How a bar is drawn: a change for the better or the worse is filled, what cannot be distinguished is hollow.
enum class BarKind { decrease, increase, indistinct };

/// A value with its interval.
struct IntervalBar {
    std::string label;
    double value = 0;
    std::optional<std::pair<double, double>> interval;
    BarKind kind = BarKind::indistinct;
    std::string note;  ///< behind the value, e.g. "not distinguishable"
};
/// Bars from zero with whiskers, one below the other, labels above the bars so that long ones fit.
std::string interval_chart(std::vector<IntervalBar> const& bars, ChartText const& text);

/// What a result becomes when one input is at the low and at the high end of its range.
struct TornadoTerm {
    std::string label;
    double low = 0;
    double high = 0;
};
/// Bars from the central value to both ends, the widest first.
std::string tornado_chart(double central, std::vector<TornadoTerm> terms, ChartText const& text);

/// A line over the hours of a day.
struct DayLine {
    std::string label;
    std::array<std::optional<double>, 24> values{};
    std::array<double, 24> spread{};  ///< drawn as a band of ± this; zero = none
    bool dashed = false;
};
std::string day_chart(std::vector<DayLine> const& lines, ChartText const& text);

struct ScatterSeries {
    std::string label;
    std::vector<std::pair<double, double>> points;  ///< measured, modelled
};
/// Modelled against measured with the lines 1:1, 1:2 and 2:1. At most four series, told apart by the shape of their
/// marks.
std::string scatter_chart(std::vector<ScatterSeries> const& series, std::string const& measured,
                          std::string const& modelled, ChartText const& text);

}  // namespace hacthanh::io::report
