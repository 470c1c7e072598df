#include "io/detail/lane_shape.hpp"

#include "io/detail/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace hacthanh::io::detail {
namespace {

constexpr double farthest_m = 1e9;  // no place on Earth is that far from any map's origin

/// Fraction of the line's length at each vertex, 0 to 1; evenly spread when the line has no length.
std::vector<double> vertex_fractions(city::Polyline const& line) {
    std::vector<double> along(line.size(), 0.0);
    for (std::size_t i = 1; i < line.size(); ++i)
        along[i] = along[i - 1] + std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    double const length = along.back();
    for (std::size_t i = 0; i < line.size(); ++i)
        along[i] = length > 0 ? along[i] / length : static_cast<double>(i) / static_cast<double>(line.size() - 1);
    along.back() = 1.0;
    return along;
}

city::Point point_at(city::Polyline const& line, std::vector<double> const& fractions, double fraction) {
    auto const above = std::upper_bound(fractions.begin() + 1, fractions.end() - 1, fraction);
    auto const i = static_cast<std::size_t>(above - fractions.begin());
    double const span = fractions[i] - fractions[i - 1];
    double const t = span > 0 ? (fraction - fractions[i - 1]) / span : 0.0;
    return {line[i - 1].x + t * (line[i].x - line[i - 1].x), line[i - 1].y + t * (line[i].y - line[i - 1].y)};
}

city::Point middle(city::Point a, city::Point b) { return {0.5 * (a.x + b.x), 0.5 * (a.y + b.y)}; }

}  // namespace

std::optional<Shape> parse_shape(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    Shape shape;
    while (true) {
        auto const begin = text.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return shape;
        text.remove_prefix(begin);
        auto point = text.substr(0, text.find_first_of(blanks));
        text.remove_prefix(point.size());
        std::array<double, 3> xyz{};
        std::size_t n = 0;
        for (bool more = true; more;) {
            auto const comma = point.find(',');
            auto const value = parse_number(point.substr(0, comma));
            if (!value || n == xyz.size() || std::abs(*value) > farthest_m) return std::nullopt;
            xyz[n++] = *value;
            more = comma != std::string_view::npos;
            if (more) point.remove_prefix(comma + 1);
        }
        if (n < 2) return std::nullopt;
        shape.points.push_back({xyz[0], xyz[1]});
        if (n == 3) shape.heights.push_back(xyz[2]);
    }
}

city::Polyline mean_line(city::Polyline const& a, city::Polyline const& b) {
    city::Polyline line;
    if (a.size() == b.size()) {
        for (std::size_t i = 0; i < a.size(); ++i) line.push_back(middle(a[i], b[i]));
        return line;
    }
    auto const in_a = vertex_fractions(a);
    auto const in_b = vertex_fractions(b);
    std::vector<double> fractions = in_a;
    fractions.insert(fractions.end(), in_b.begin(), in_b.end());
    std::sort(fractions.begin(), fractions.end());
    fractions.erase(std::unique(fractions.begin(), fractions.end()), fractions.end());
    for (double f : fractions) line.push_back(middle(point_at(a, in_a, f), point_at(b, in_b, f)));
    return line;
}

}  // namespace hacthanh::io::detail
