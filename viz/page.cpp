#include "viz/page.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace hacthanh::viz {
namespace {

void add_convex(TriangleDrawing& shape, std::vector<PagePoint> const& corners, Colour colour) {
    auto const first = static_cast<std::uint32_t>(shape.points.size());
    shape.points.insert(shape.points.end(), corners.begin(), corners.end());
    for (std::uint32_t i = 2; i < corners.size(); ++i) {
        shape.triangles.push_back({first, first + i - 1, first + i});
        shape.colours.push_back(colour);
    }
}

/// Half-width vectors to the left of each corner of a line.
///
/// In a corner the mitre is the sum of both normals, scaled so that its component along each normal is 1; it is cut
/// at 1.5 half-widths, which leaves sharp corners a little short instead of spiked.
std::vector<PagePoint> left_offsets(std::vector<PagePoint> const& line, double half_width) {
    auto const normal = [&](std::size_t i) {
        double const dx = line[i + 1].x - line[i].x;
        double const dy = line[i + 1].y - line[i].y;
        double const length = std::hypot(dx, dy);
        return PagePoint{dy / length, -dx / length};
    };
    std::vector<PagePoint> offsets(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        PagePoint const before = normal(i == 0 ? 0 : i - 1);
        PagePoint const after = normal(std::min(i, line.size() - 2));
        PagePoint const sum{before.x + after.x, before.y + after.y};
        double const along = std::max(sum.x * before.x + sum.y * before.y, 0.01);
        double const length = std::hypot(sum.x, sum.y) / along;
        double const scale = half_width / along * std::min(1.0, 1.5 / std::max(length, 1e-9));
        offsets[i] = {sum.x * scale, sum.y * scale};
    }
    return offsets;
}

std::vector<PagePoint> without_repeats(std::vector<PagePoint> const& line) {
    std::vector<PagePoint> kept;
    for (PagePoint p : line)
        if (kept.empty() || std::hypot(p.x - kept.back().x, p.y - kept.back().y) > 1e-3) kept.push_back(p);
    return kept;
}

}  // namespace

void Page::fill(Box const& box, Colour colour) {
    polygon({{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}}, colour);
}

void Page::frame(Box const& box, double line_px, Colour colour) {
    fill({box.x, box.y, box.width, line_px}, colour);
    fill({box.x, box.bottom() - line_px, box.width, line_px}, colour);
    fill({box.x, box.y + line_px, line_px, box.height - 2 * line_px}, colour);
    fill({box.right() - line_px, box.y + line_px, line_px, box.height - 2 * line_px}, colour);
}

void Page::polygon(std::vector<PagePoint> const& convex, Colour colour) {
    TriangleDrawing shape;
    add_convex(shape, convex, colour);
    drawings.emplace_back(std::move(shape));
}

void add_line(TriangleDrawing& shape, std::vector<PagePoint> const& line, double width_px, Colour colour) {
    auto const corners = without_repeats(line);
    if (corners.size() < 2) return;
    auto const offsets = left_offsets(corners, width_px / 2);
    for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
        auto const [a, b, u, v] = std::tie(corners[i], corners[i + 1], offsets[i], offsets[i + 1]);
        add_convex(shape,
                   {{a.x + u.x, a.y + u.y}, {b.x + v.x, b.y + v.y}, {b.x - v.x, b.y - v.y}, {a.x - u.x, a.y - u.y}},
                   colour);
    }
}

}  // namespace hacthanh::viz
