#pragma once
/// Cities for tests of everything that meets buildings.

#include "sim/city/building.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace hacthanh::test {

/// A rectangle around (x, y), turned by `angle`.
inline city::Polyline turned_rectangle(double x, double y, double length, double width, double angle) {
    double const c = std::cos(angle);
    double const s = std::sin(angle);
    city::Polyline ring;
    for (auto [u, v] : {std::pair{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}})
        ring.push_back({x + u * length * c - v * width * s, y + u * length * s + v * width * c});
    return ring;
}

inline city::Polyline reversed(city::Polyline ring) { return {ring.rbegin(), ring.rend()}; }

inline city::Building box_building(double x_min, double y_min, double x_max, double y_max, double height,
                                   double base = 0) {
    city::Building building;
    building.id = "box";
    building.footprint.outer = {{x_min, y_min}, {x_max, y_min}, {x_max, y_max}, {x_min, y_max}};
    building.base_m = base;
    building.height_m = height;
    return building;
}

/// Buildings at random on a lattice of lots, one per lot at most, so that none overlaps another: turned boxes,
/// courtyards, L shapes, and some raised over a passage.
inline std::vector<city::Building> random_city(city::Rectangle extent, double lot, unsigned seed) {
    std::mt19937 random(seed);
    auto const uniform = [&](double low, double high) {
        return low + (high - low) * (static_cast<double>(random()) / 4294967296.0);
    };
    std::vector<city::Building> city;
    for (double y = extent.y_min; y + lot <= extent.y_max; y += lot)
        for (double x = extent.x_min; x + lot <= extent.x_max; x += lot) {
            if (uniform(0, 1) < 0.25) continue;
            city::Building building;
            building.id = "lot/" + std::to_string(city.size());
            double const cx = x + 0.5 * lot;
            double const cy = y + 0.5 * lot;
            double const angle = uniform(0, std::numbers::pi);
            double const size = lot * uniform(0.35, 0.7);  // its diagonal stays in the lot
            double const kind = uniform(0, 1);
            if (kind < 0.2) {
                building.footprint.outer = {{cx - 0.4 * lot, cy - 0.4 * lot}, {cx + 0.4 * lot, cy - 0.4 * lot},
                                            {cx + 0.4 * lot, cy - 0.1 * lot}, {cx - 0.1 * lot, cy - 0.1 * lot},
                                            {cx - 0.1 * lot, cy + 0.4 * lot}, {cx - 0.4 * lot, cy + 0.4 * lot}};
            } else {
                building.footprint.outer = turned_rectangle(cx, cy, size, size * uniform(0.4, 1), angle);
                if (kind > 0.7)
                    building.footprint.holes.push_back(
                        reversed(turned_rectangle(cx, cy, 0.5 * size, 0.15 * size, angle)));
            }
            building.height_m = uniform(4, 40);
            if (uniform(0, 1) < 0.15) building.base_m = uniform(0.5, 3.9);
            city.push_back(std::move(building));
        }
    return city;
}

/// Footprint area by Gauss's formula, holes taken off.
inline double footprint_area(city::Building const& building) {
    auto const ring_area = [](city::Polyline const& ring) {
        double twice = 0;
        for (std::size_t n = 0; n < ring.size(); ++n) {
            auto const& a = ring[n];
            auto const& b = ring[(n + 1) % ring.size()];
            twice += a.x * b.y - b.x * a.y;
        }
        return 0.5 * std::abs(twice);
    };
    double area = ring_area(building.footprint.outer);
    for (auto const& hole : building.footprint.holes) area -= ring_area(hole);
    return area;
}

inline double volume(city::Building const& building) {
    return footprint_area(building) * (building.height_m - building.base_m);
}

}  // namespace hacthanh::test
