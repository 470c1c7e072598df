#include "sim/city/morphology.hpp"

#include "sim/core/constants.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace hacthanh::city {
namespace {

constexpr double line_spacing_m = 2;  ///< our choice: several lines across a tube house
/// Of the lines, so that they do not run in walls on whole metres [spacings]; our choice.
constexpr double line_offset = 0.382;
constexpr double touching_m = 0.1;  ///< closer walls leave no street between them; our choice
/// Macdonald et al. 1998, staggered arrays.
constexpr double displacement_constant = 4.43;
constexpr double drag_coefficient = 1.2;
constexpr double drag_correction = 1.0;

double ring_area(Polyline const& ring) {
    double twice = 0;
    for (std::size_t n = 0; n < ring.size(); ++n) {
        Point const a = ring[n];
        Point const b = ring[(n + 1) % ring.size()];
        twice += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
    }
    return std::abs(0.5 * twice);
}

double footprint_area(Polygon const& polygon) {
    double area = ring_area(polygon.outer);
    for (auto const& hole : polygon.holes) area -= ring_area(hole);
    return area;
}

bool has_middle_in(Building const& building, Rectangle ground) {
    Point low = building.footprint.outer.front();
    Point high = low;
    for (Point const p : building.footprint.outer) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    return ground.contains({0.5 * (low.x + high.x), 0.5 * (low.y + high.y)});
}

/// A building's part of one line along the wind.
struct Span {
    long line;
    double begin, end;  ///< along the wind [m]
    double height;      ///< of the wall [m]
};

/// Number of the first line at or behind a place across the wind.
long first_line_from(double across) { return static_cast<long>(std::ceil(across / line_spacing_m - line_offset)); }

/// Turns the ring so that the wind blows along x, and adds where the lines cross it.
void add_crossings(Polyline const& ring, double cosine, double sine, std::vector<std::vector<double>>& crossings,
                   long first_line) {
    auto const turned = [&](Point p) { return Point{p.x * cosine + p.y * sine, p.y * cosine - p.x * sine}; };
    for (std::size_t n = 0; n < ring.size(); ++n) {
        Point const a = turned(ring[n]);
        Point const b = turned(ring[(n + 1) % ring.size()]);
        auto const from = first_line_from(std::min(a.y, b.y));
        auto const to = first_line_from(std::max(a.y, b.y));
        for (long line = from; line < to; ++line) {  // half-open: a corner on a line counts once
            double const y = (static_cast<double>(line) + line_offset) * line_spacing_m;
            crossings[static_cast<std::size_t>(line - first_line)].push_back(a.x +
                                                                             (y - a.y) * (b.x - a.x) / (b.y - a.y));
        }
    }
}

void add_spans(Building const& building, double cosine, double sine, std::vector<Span>& spans) {
    double low = 1e300;
    double high = -1e300;
    for (Point const p : building.footprint.outer) {
        double const across = p.y * cosine - p.x * sine;
        low = std::min(low, across);
        high = std::max(high, across);
    }
    auto const first = first_line_from(low);
    auto const last = first_line_from(high);
    if (first >= last) return;
    std::vector<std::vector<double>> crossings(static_cast<std::size_t>(last - first));
    add_crossings(building.footprint.outer, cosine, sine, crossings, first);
    for (auto const& hole : building.footprint.holes) add_crossings(hole, cosine, sine, crossings, first);
    for (std::size_t n = 0; n < crossings.size(); ++n) {
        std::ranges::sort(crossings[n]);
        for (std::size_t c = 0; c + 1 < crossings[n].size(); c += 2)
            spans.push_back({first + static_cast<long>(n), crossings[n][c], crossings[n][c + 1],
                             building.height_m - building.base_m});
    }
}

/// Area of all rises along the lines, across the wind [m2].
double windward_area(std::vector<Span>& spans) {
    std::ranges::stable_sort(
        spans, [](Span const& a, Span const& b) { return a.line != b.line ? a.line < b.line : a.begin < b.begin; });
    double rises = 0;
    for (std::size_t n = 0; n < spans.size(); ++n) {
        bool const touches =
            n > 0 && spans[n - 1].line == spans[n].line && spans[n].begin - spans[n - 1].end < touching_m;
        rises += touches ? std::max(0.0, spans[n].height - spans[n - 1].height) : spans[n].height;
    }
    return rises * line_spacing_m;
}

}  // namespace

Morphology morphology(std::span<Building const> buildings, Rectangle ground, double wind_from_deg) {
    double const towards = (wind_from_deg + 180) * std::numbers::pi / 180;
    double const cosine = std::sin(towards);  // of the angle from east, counter-clockwise
    double const sine = std::cos(towards);
    double built = 0;
    double height_sum = 0;
    std::vector<Span> spans;
    for (auto const& building : buildings) {
        if (building.footprint.outer.size() < 3 || !has_middle_in(building, ground)) continue;
        double const area = footprint_area(building.footprint);
        built += area;
        height_sum += area * building.height_m;
        add_spans(building, cosine, sine, spans);
    }
    Morphology result;
    double const all = ground.width() * ground.height();
    if (!(built > 0) || !(all > 0)) return result;
    result.plan_density = std::min(built / all, 1.0);
    result.frontal_density = windward_area(spans) / all;
    result.mean_height_m = height_sum / built;
    double const lifted = 1 + std::pow(displacement_constant, -result.plan_density) * (result.plan_density - 1);
    double const kappa = constants::von_karman;
    double const drag =
        0.5 * drag_correction * drag_coefficient / (kappa * kappa) * (1 - lifted) * result.frontal_density;
    result.displacement_height_m = lifted * result.mean_height_m;
    if (drag > 0) result.roughness_length_m = (1 - lifted) * std::exp(-1 / std::sqrt(drag)) * result.mean_height_m;
    return result;
}

Morphology mean_morphology(std::span<Building const> buildings, Rectangle ground) {
    constexpr int n_directions = 12;
    Morphology mean = morphology(buildings, ground, 0);  // all but the walls and the roughness are the same for all
    for (int n = 1; n < n_directions; ++n) {
        Morphology const one = morphology(buildings, ground, 360.0 * n / n_directions);
        mean.frontal_density += one.frontal_density;
        mean.roughness_length_m += one.roughness_length_m;
    }
    mean.frontal_density /= n_directions;
    mean.roughness_length_m /= n_directions;
    return mean;
}

}  // namespace hacthanh::city
