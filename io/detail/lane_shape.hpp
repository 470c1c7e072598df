#pragma once

#include "sim/city/geometry.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hacthanh::io::detail {

/// A SUMO shape: "x,y x,y,z ...".
struct Shape {
    city::Polyline points;
    std::vector<double> heights;  ///< z of the points that give one [m]
};

/// Nothing when a point is not two or three finite numbers or is beyond 1e9 m; an empty text is an empty shape.
std::optional<Shape> parse_shape(std::string_view text);

/// The line midway between two lines that run in the same direction: points at equal fractions of both lengths,
/// at every vertex of either. Precondition: both have two or more points.
city::Polyline mean_line(city::Polyline const& a, city::Polyline const& b);

}  // namespace hacthanh::io::detail
