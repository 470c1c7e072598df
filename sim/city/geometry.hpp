#pragma once

#include <vector>

namespace hacthanh::city {

/// A point in network coordinates [m].
struct Point {
    double x = 0;
    double y = 0;
};

/// A polyline in network coordinates [m].
using Polyline = std::vector<Point>;

/// An area in network coordinates [m]: rings without a repeated last point, the outer one counter-clockwise and the
/// holes clockwise, simple and not crossing each other.
struct Polygon {
    Polyline outer;
    std::vector<Polyline> holes;
};

/// An axis-parallel rectangle in network coordinates [m].
struct Rectangle {
    double x_min = 0;
    double y_min = 0;
    double x_max = 0;
    double y_max = 0;

    double width() const { return x_max - x_min; }
    double height() const { return y_max - y_min; }
    bool contains(Point p) const { return p.x >= x_min && p.x < x_max && p.y >= y_min && p.y < y_max; }
};

}  // namespace hacthanh::city
