#include "sim/dispersion/roadside_walls.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numbers>
#include <tuple>

namespace hacthanh::dispersion {
namespace {

constexpr double downwind_reach = 10;  ///< of a wall, in its heights; our choice
constexpr double upwind_reach = 6.5;   ///< AERMOD 23132 (rline.f)
constexpr double distance_step = 0.5;  ///< [m] our choice
constexpr double most_parts = 64;      ///< of a piece between two ends of walls; our choice

/// A straight line in the frame of the wind: x along it, y to its left.
struct Segment {
    city::Point from, to;
    double y_low() const { return std::min(from.y, to.y); }
    double y_high() const { return std::max(from.y, to.y); }
    city::Point at(double t) const { return {from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)}; }
};

/// Way along the wind from a place to a wall, negative upwind; infinite where the wind passes it by.
double way(city::Point place, Segment const& wall) {
    if (place.y < wall.y_low() || place.y > wall.y_high() || wall.from.y == wall.to.y)
        return std::numeric_limits<double>::infinity();
    return wall.at((place.y - wall.from.y) / (wall.to.y - wall.from.y)).x - place.x;
}

/// Whether a wall can stand in the wind of some place of a piece.
bool is_near(Segment const& piece, Segment const& wall, double height) {
    double const ahead = std::max(wall.from.x, wall.to.x) - std::min(piece.from.x, piece.to.x);
    double const behind = std::max(piece.from.x, piece.to.x) - std::min(wall.from.x, wall.to.x);
    return piece.y_low() <= wall.y_high() && wall.y_low() <= piece.y_high() && ahead > -upwind_reach * height &&
           behind > -downwind_reach * height;
}

/// Where on a piece the walls begin, end or cross it, as parts of its length: 0, ..., 1.
std::vector<double> ends(Segment const& piece, std::span<Segment const> walls) {
    std::vector<double> cuts{0, 1};
    double const dx = piece.to.x - piece.from.x;
    double const dy = piece.to.y - piece.from.y;
    for (auto const& wall : walls) {
        if (dy != 0)
            for (double const y : {wall.from.y, wall.to.y}) cuts.push_back((y - piece.from.y) / dy);
        double const wx = wall.to.x - wall.from.x;
        double const wy = wall.to.y - wall.from.y;
        double const cross = dx * wy - dy * wx;
        if (cross != 0) cuts.push_back(((wall.from.x - piece.from.x) * wy - (wall.from.y - piece.from.y) * wx) / cross);
    }
    std::erase_if(cuts, [](double t) { return !(t >= 0 && t <= 1); });
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end(), [](double a, double b) { return b - a < 1e-9; }), cuts.end());
    cuts.back() = 1;
    return cuts;
}

/// The first wall that the wind meets from a place on the road, and the last one that it met before, within their
/// reach.
Barriers walls_of(city::Point place, std::span<Segment const> walls, std::span<double const> heights) {
    Barriers found;
    for (std::size_t w = 0; w < walls.size(); ++w) {
        double const distance = way(place, walls[w]);
        if (distance > 0 && distance <= downwind_reach * heights[w] &&
            (found.downwind_height == 0 || distance < found.downwind_distance)) {
            found.downwind_height = heights[w];
            found.downwind_distance = distance;
        }
        if (distance <= 0 && -distance <= upwind_reach * heights[w] &&
            (found.upwind_height == 0 || -distance < found.upwind_distance)) {
            found.upwind_height = heights[w];
            found.upwind_distance = -distance;
        }
    }
    return found;
}

/// Into how many parts a stretch of a piece is cut, so that no distance to a wall changes by more than half its height.
int parts_of(Segment const& road, double begin, double end, std::span<Segment const> walls,
             std::span<double const> heights) {
    double const inside = 1e-6 * (end - begin);
    double parts = 1;
    for (std::size_t w = 0; w < walls.size(); ++w) {
        double const change = way(road.at(end - inside), walls[w]) - way(road.at(begin + inside), walls[w]);
        if (std::isfinite(change)) parts = std::max(parts, std::ceil(std::abs(change) / (0.5 * heights[w])));
    }
    return static_cast<int>(std::min(parts, most_parts));
}

double in_steps(double distance) {
    return std::max(distance_step, distance_step * std::round(distance / distance_step));
}

}  // namespace

WalledRoads beside_walls(std::span<RoadPiece const> pieces, std::span<RoadSource const> sources,
                         std::span<Wall const> walls, double wind_from_deg) {
    double const angle = wind_from_deg * std::numbers::pi / 180;
    city::Point const along{-std::sin(angle), -std::cos(angle)};
    auto const turned = [&](city::Point p) {
        return city::Point{p.x * along.x + p.y * along.y, -p.x * along.y + p.y * along.x};
    };
    std::vector<Segment> all;
    for (auto const& wall : walls) all.push_back({turned(wall.from), turned(wall.to)});
    WalledRoads result;
    result.sources.assign(sources.begin(), sources.end());
    std::map<std::tuple<std::uint32_t, double, double, double, double>, std::uint32_t> kinds;
    for (std::size_t n = 0; n < pieces.size(); ++n) {
        RoadPiece const& piece = pieces[n];
        Segment const road{turned(piece.from), turned(piece.to)};
        std::vector<Segment> near;
        std::vector<double> heights;
        for (std::size_t w = 0; w < all.size(); ++w)
            if (is_near(road, all[w], walls[w].height)) {
                near.push_back(all[w]);
                heights.push_back(walls[w].height);
            }
        auto const keep = [&](double begin, double end, Barriers const& found) {
            auto const at = [&](double t) {
                return city::Point{piece.from.x + t * (piece.to.x - piece.from.x),
                                   piece.from.y + t * (piece.to.y - piece.from.y)};
            };
            RoadPiece part{begin == 0 ? piece.from : at(begin), end == 1 ? piece.to : at(end), piece.source};
            if (part.is_point()) return;  // shorter than its coordinates tell
            std::uint32_t& source = part.source;
            if (found.downwind_height > 0 || found.upwind_height > 0) {
                std::tuple const kind{source, found.downwind_height, found.downwind_distance, found.upwind_height,
                                      found.upwind_distance};
                auto const [known, is_new] = kinds.try_emplace(kind, static_cast<std::uint32_t>(result.sources.size()));
                if (is_new) {
                    result.sources.push_back(sources[source]);
                    result.sources.back().barriers = found;
                }
                source = known->second;
            }
            result.pieces.push_back(part);
            result.parents.push_back(n);
        };
        if (near.empty()) {
            keep(0, 1, {});
            continue;
        }
        auto const cuts = ends(road, near);
        double open_from = -1;  // where a stretch without walls began
        for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
            int const parts = parts_of(road, cuts[c], cuts[c + 1], near, heights);
            for (int part = 0; part < parts; ++part) {
                double const begin = cuts[c] + (cuts[c + 1] - cuts[c]) * part / parts;
                double const end =
                    part + 1 == parts ? cuts[c + 1] : cuts[c] + (cuts[c + 1] - cuts[c]) * (part + 1) / parts;
                Barriers found = walls_of(road.at(0.5 * (begin + end)), near, heights);
                bool const open = found.downwind_height == 0 && found.upwind_height == 0;
                if (open && open_from < 0) open_from = begin;
                if (open) continue;
                if (open_from >= 0) keep(open_from, begin, {});
                open_from = -1;
                if (found.downwind_height > 0) found.downwind_distance = in_steps(found.downwind_distance);
                if (found.upwind_height > 0) found.upwind_distance = in_steps(found.upwind_distance);
                keep(begin, end, found);
            }
        }
        if (open_from >= 0) keep(open_from, 1, {});
    }
    return result;
}

}  // namespace hacthanh::dispersion
