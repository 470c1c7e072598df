#include "sim/city/detail/wall_index.hpp"

#include "sim/city/contains.hpp"

#include <algorithm>

namespace hacthanh::city::detail {
namespace {

constexpr double square_m = 25;       ///< side of a square of the index; our choice: a few houses
constexpr double street_level_m = 2;  ///< buildings that begin higher stand over the street; our choice

Rectangle box_of(Point a, Point b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

Rectangle box_of(Polyline const& ring) {
    Rectangle box = box_of(ring.front(), ring.front());
    for (Point const p : ring)
        box = {std::min(box.x_min, p.x), std::min(box.y_min, p.y), std::max(box.x_max, p.x), std::max(box.y_max, p.y)};
    return box;
}

}  // namespace

WallIndex::WallIndex(std::span<Building const> buildings) {
    std::vector<Rectangle> wall_boxes;
    std::vector<Rectangle> building_boxes;
    for (auto const& building : buildings) {
        if (building.base_m >= street_level_m || building.footprint.outer.empty()) continue;
        buildings_.push_back(&building);
        building_boxes.push_back(box_of(building.footprint.outer));
        auto const add_ring = [&](Polyline const& ring) {
            for (std::size_t n = 0; n < ring.size(); ++n) {
                walls_.push_back({ring[n], ring[(n + 1) % ring.size()], building.height_m});
                wall_boxes.push_back(box_of(walls_.back().a, walls_.back().b));
            }
        };
        add_ring(building.footprint.outer);
        for (auto const& hole : building.footprint.holes) add_ring(hole);
    }
    by_wall_.emplace(wall_boxes, square_m);
    by_building_.emplace(building_boxes, square_m);
}

std::vector<WallIndex::Hit> WallIndex::along(Point from, Point direction, double reach) const {
    std::vector<Hit> hits;
    Point const to{from.x + reach * direction.x, from.y + reach * direction.y};
    for (auto const n : by_wall_->near(box_of(from, to))) {
        auto const& [a, b, height] = walls_[n];
        double const across_a = (a.y - from.y) * direction.x - (a.x - from.x) * direction.y;
        double const across_b = (b.y - from.y) * direction.x - (b.x - from.x) * direction.y;
        if ((across_a <= 0) == (across_b <= 0)) continue;
        double const along_a = (a.x - from.x) * direction.x + (a.y - from.y) * direction.y;
        double const along_b = (b.x - from.x) * direction.x + (b.y - from.y) * direction.y;
        double const distance = along_a + (along_b - along_a) * across_a / (across_a - across_b);
        if (distance > 0 && distance <= reach) hits.push_back({distance, height});
    }
    return hits;
}

bool WallIndex::covers(Point place) const {
    return std::ranges::any_of(by_building_->near(box_of(place, place)),
                               [&](std::uint32_t n) { return contains(buildings_[n]->footprint, place); });
}

}  // namespace hacthanh::city::detail
