#include "sim/mesh/detail/footprint.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

namespace hacthanh::mesh::detail {
namespace {

double signed_area(std::span<Edge const> ring) {
    double twice = 0;
    for (auto const& e : ring)
        twice += (e.x0 - ring[0].x0) * (e.y1 - ring[0].y0) - (e.x1 - ring[0].x0) * (e.y0 - ring[0].y0);
    return 0.5 * twice;
}

std::vector<Edge> edges_of(city::Polyline const& ring, CityMesh const& mesh) {
    auto const corner = mesh.extent();
    double const size = mesh.cell_size();
    std::vector<Edge> edges;
    for (std::size_t n = 0; n < ring.size(); ++n) {
        auto const& from = ring[n];
        auto const& to = ring[(n + 1) % ring.size()];
        edges.push_back({(from.x - corner.x_min) / size, (from.y - corner.y_min) / size, (to.x - corner.x_min) / size,
                         (to.y - corner.y_min) / size});
    }
    return edges;
}

/// Turns the ring around when its building lies on the wrong side.
void orient(std::vector<Edge>& ring, bool counter_clockwise) {
    if ((signed_area(ring) > 0) == counter_clockwise) return;
    std::reverse(ring.begin(), ring.end());
    for (auto& e : ring) e = {e.x1, e.y1, e.x0, e.y0};
}

/// Adds to each column what lies east of pieces of edges: a piece that climbs by `height` has its building to the west,
/// so it takes `height` away from all columns east of it. Columns hold differences until std::partial_sum.
class EastOf {
public:
    explicit EastOf(std::vector<double>& columns) : columns_(columns) {}

    /// A straight piece from x0 to x1, in columns from the first one on.
    void add(double x0, double x1, double height) {
        auto const n = static_cast<double>(columns_.size());
        double const low = std::min(x0, x1);
        double const high = std::max(x0, x1);
        if (high <= 0) return add_inside(0, 0, height);
        if (low >= n) return;
        if (low == high) return add_inside(static_cast<std::size_t>(low), low, height);
        double const per_column = height / (high - low);
        if (low < 0) add_inside(0, 0, -low * per_column);
        double at = std::max(low, 0.0);
        for (auto column = static_cast<std::size_t>(at); at < high && at < n; ++column) {
            double const end = std::min(high, static_cast<double>(column + 1));
            add_inside(column, 0.5 * (at + end), (end - at) * per_column);
            at = end;
        }
    }

private:
    void add_inside(std::size_t column, double x, double height) {
        double const east = static_cast<double>(column + 1) - x;
        columns_[column] -= height * east;
        if (column + 1 < columns_.size()) columns_[column + 1] -= height * (1 - east);
    }

    std::vector<double>& columns_;
};

/// The part of the row's area.
void clip_area(Footprint const& footprint, double south, FootprintRow& row) {
    EastOf east_of(row.area);
    auto const first = static_cast<double>(row.first);
    for (auto const& e : footprint.edges) {
        double const from = std::clamp(e.y0, south, south + 1);
        double const to = std::clamp(e.y1, south, south + 1);
        if (from == to) continue;
        double const slope = (e.x1 - e.x0) / (e.y1 - e.y0);
        east_of.add(e.x0 + (from - e.y0) * slope - first, e.x0 + (to - e.y0) * slope - first, to - from);
    }
    std::partial_sum(row.area.begin(), row.area.end(), row.area.begin());
}

/// The covered width of each column along the line at height y.
void cut_along_x(Footprint const& footprint, double y, std::size_t first, std::vector<double>& columns) {
    EastOf east_of(columns);
    for (auto const& e : footprint.edges) {
        if ((e.y0 <= y) == (e.y1 <= y)) continue;
        double const x = e.x0 + (y - e.y0) * ((e.x1 - e.x0) / (e.y1 - e.y0)) - static_cast<double>(first);
        east_of.add(x, x, e.y0 <= y ? 1.0 : -1.0);
    }
    std::partial_sum(columns.begin(), columns.end(), columns.begin());
}

/// The covered part of the row's height along the lines `offset` from the west side of each column: an edge that runs
/// east has its building to the north.
void cut_along_y(Footprint const& footprint, double south, double offset, std::size_t first,
                 std::vector<double>& lines) {
    double const origin = static_cast<double>(first) + offset;
    for (auto const& e : footprint.edges) {
        double const low = std::min(e.x0, e.x1) - origin;
        double const high = std::max(e.x0, e.x1) - origin;
        if (low == high || std::min(e.y0, e.y1) >= south + 1) continue;
        double const slope = (e.y1 - e.y0) / (e.x1 - e.x0);
        for (double line = std::max(0.0, std::ceil(low)); line < high; ++line) {
            auto const index = static_cast<std::size_t>(line);
            if (index >= lines.size()) break;
            double const y = std::clamp(e.y0 + (line + origin - e.x0) * slope, south, south + 1);
            lines[index] += (e.x0 < e.x1 ? 1 : -1) * (south + 1 - y);
        }
    }
}

}  // namespace

Footprint::Footprint(city::Building const& building, CityMesh const& mesh)
    : x_min(std::numeric_limits<double>::infinity()),
      y_min(x_min),
      x_max(-x_min),
      y_max(-x_min),
      base(building.base_m),
      top(building.height_m) {
    edges = edges_of(building.footprint.outer, mesh);
    orient(edges, true);
    for (auto const& hole : building.footprint.holes) {
        auto ring = edges_of(hole, mesh);
        orient(ring, false);
        area += signed_area(ring);
        edges.insert(edges.end(), ring.begin(), ring.end());
    }
    area += signed_area({edges.data(), building.footprint.outer.size()});
    bool finite = std::isfinite(base) && std::isfinite(top) && base >= 0 && top > base;
    for (auto const& e : edges) {
        x_min = std::min(x_min, e.x0);
        y_min = std::min(y_min, e.y0);
        x_max = std::max(x_max, e.x0);
        y_max = std::max(y_max, e.y0);
        finite = finite && std::isfinite(e.x0) && std::isfinite(e.y0);
    }
    validate(finite && building.footprint.outer.size() >= 3, "building " + building.id,
             fmt::format("{} corners, from {} m to {} m over ground (needs 3 finite corners and 0 <= base < height)",
                         building.footprint.outer.size(), base, top),
             "correct or drop it in the city folder");
}

bool Footprint::meets(CityMesh const& mesh) const {
    return x_max > 0 && y_max > 0 && x_min < static_cast<double>(mesh.nx()) && y_min < static_cast<double>(mesh.ny()) &&
           base < mesh.z_faces().back();
}

bool Footprint::lies_inside(CityMesh const& mesh) const {
    return x_min >= 0 && y_min >= 0 && x_max <= static_cast<double>(mesh.nx()) &&
           y_max <= static_cast<double>(mesh.ny()) && top <= mesh.z_faces().back();
}

void clip_area_to_row(Footprint const& footprint, CityMesh const& mesh, std::size_t j, double tolerance,
                      FootprintRow& row) {
    auto const n_columns = static_cast<double>(mesh.nx());
    double const first = std::clamp(std::floor(footprint.x_min - tolerance), 0.0, n_columns);
    double const last = std::clamp(std::ceil(footprint.x_max + tolerance), first, n_columns);
    row.first = static_cast<std::size_t>(first);
    row.area.assign(static_cast<std::size_t>(last - first), 0.0);
    clip_area(footprint, static_cast<double>(j), row);
}

void clip_to_row(Footprint const& footprint, CityMesh const& mesh, std::size_t j, double tolerance, FootprintRow& row) {
    clip_area_to_row(footprint, mesh, j, tolerance, row);
    std::size_t const n = row.area.size();
    auto const south = static_cast<double>(j);
    auto const across_x = [&](double offset, std::size_t n_lines, std::vector<double>& lines) {
        lines.assign(n_lines, 0.0);
        cut_along_y(footprint, south, offset, row.first, lines);
    };
    auto const across_y = [&](double offset, std::vector<double>& columns) {
        columns.assign(n, 0.0);
        cut_along_x(footprint, south + offset, row.first, columns);
    };
    for (int side = 0; side < 2; ++side) {
        double const offset = side == 0 ? -tolerance : tolerance;
        across_x(offset, n + 1, row.x_section[side]);
        across_y(offset, row.y_section[side]);
        across_y(1 + offset, row.y_north[side]);
    }
    for (std::size_t section = 0; section < inner_sections.size(); ++section) {
        across_x(inner_sections[section], n, row.x_inner[section]);
        across_y(inner_sections[section], row.y_inner[section]);
    }
}

}  // namespace hacthanh::mesh::detail
