#include "sim/run/canyon_cells.hpp"

#include "sim/mesh/column_areas.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace hacthanh::run {
namespace {

constexpr int looks = 4;  ///< places of a cell in each direction; our choice
constexpr double whole = 1 - 1e-9;

/// The line half way between both directions of a street, or its only axis.
city::Polyline middle_line(city::City const& city, std::span<std::size_t const> roads) {
    city::Polyline line = city.roads[roads.front()].axis;
    if (roads.size() < 2) return line;
    auto const& back = city.roads[roads.back()].axis;
    double const dx = 0.25 * (back.back().x - line.front().x + back.front().x - line.back().x);
    double const dy = 0.25 * (back.back().y - line.front().y + back.front().y - line.back().y);
    for (auto& place : line) place.x += dx, place.y += dy;
    return line;
}

double distance(city::Point p, city::Point a, city::Point b) {
    double const dx = b.x - a.x;
    double const dy = b.y - a.y;
    double const square = dx * dx + dy * dy;
    double const t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

bool is_off(city::Point place, city::Polyline const& line, double half_width) {
    for (std::size_t n = 0; n + 1 < line.size(); ++n)
        if (distance(place, line[n], line[n + 1]) < half_width) return false;
    return true;
}

}  // namespace

std::vector<CanyonCell> canyon_cells(city::City const& city, mesh::CityMesh const& mesh,
                                     std::span<std::size_t const> roads, double width) {
    auto const line = middle_line(city, roads);
    double const cell_area = mesh.cell_size() * mesh.cell_size();
    std::map<std::size_t, CanyonCell> cells;
    auto const add = [&](city::Polyline const& ring, double CanyonCell::*side) {
        for (auto const& [column, area] : mesh::column_areas({ring, {}}, mesh))
            if (mesh.is_open(column)) cells[column].*side += area / (cell_area * mesh.free_volume_fraction(column));
    };
    for (std::size_t n = 0; n + 1 < line.size(); ++n) {
        auto const& a = line[n];
        auto const& b = line[n + 1];
        double const length = std::hypot(b.x - a.x, b.y - a.y);
        if (!(length > 0)) continue;
        double const x = -0.5 * width * (b.y - a.y) / length;  // to the left wall
        double const y = 0.5 * width * (b.x - a.x) / length;
        add({a, b, {b.x + x, b.y + y}, {a.x + x, a.y + y}}, &CanyonCell::left);
        add({{a.x - x, a.y - y}, {b.x - x, b.y - y}, b, a}, &CanyonCell::right);
    }
    std::vector<CanyonCell> found;
    for (auto& [column, one] : cells) {
        one.cell = column;
        double const share = one.left + one.right;
        if (share > 1) one.left /= share, one.right /= share;
        double const step = mesh.cell_size() / looks;
        double const west = mesh.x_centre(column % mesh.nx()) - 0.5 * mesh.cell_size();
        double const south = mesh.y_centre(column / mesh.nx()) - 0.5 * mesh.cell_size();
        for (int j = 0; j < looks && share < whole; ++j)
            for (int i = 0; i < looks; ++i) {
                city::Point const place{west + (i + 0.5) * step, south + (j + 0.5) * step};
                if (is_off(place, line, 0.5 * width)) one.outside.push_back(place);
            }
        found.push_back(std::move(one));
    }
    return found;
}

void share_cells(std::span<std::vector<CanyonCell>* const> canyons) {
    std::map<std::size_t, double> taken;
    for (auto const* const cells : canyons)
        for (auto const& one : *cells) taken[one.cell] += one.left + one.right;
    for (auto* const cells : canyons)
        for (auto& one : *cells)
            if (double const all = taken[one.cell]; all > 1) one.left /= all, one.right /= all;
}

}  // namespace hacthanh::run
