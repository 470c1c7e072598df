#include "sim/wind/blocks.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <unordered_map>

namespace hacthanh::wind {
namespace {

using city::Point;
using city::Polygon;
using Members = std::vector<std::size_t>;

constexpr double tower_ratio = 1.5;  ///< [1] our choice: a roof half as high again sheds a wake of its own

double ring_area(city::Polyline const& ring) {
    double twice = 0;
    for (std::size_t n = 0; n < ring.size(); ++n) {
        Point const a = ring[n];
        Point const b = ring[(n + 1) % ring.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

double area(Polygon const& polygon) {
    double total = ring_area(polygon.outer);
    for (auto const& hole : polygon.holes) total -= ring_area(hole);
    return std::max(total, 0.0);
}

city::Rectangle bounds(Polygon const& polygon) {
    if (polygon.outer.empty()) return {};
    city::Rectangle box{polygon.outer[0].x, polygon.outer[0].y, polygon.outer[0].x, polygon.outer[0].y};
    for (Point const p : polygon.outer) {
        box.x_min = std::min(box.x_min, p.x);
        box.y_min = std::min(box.y_min, p.y);
        box.x_max = std::max(box.x_max, p.x);
        box.y_max = std::max(box.y_max, p.y);
    }
    return box;
}

double distance_squared(Point p, Point a, Point b) {
    double const dx = b.x - a.x;
    double const dy = b.y - a.y;
    double const length = dx * dx + dy * dy;
    double const along = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
    return std::pow(p.x - a.x - along * dx, 2) + std::pow(p.y - a.y - along * dy, 2);
}

/// Whether a corner of `from` is within `gap` of a wall of `to`. Asked both ways this is the distance of two polygons
/// that do not cross.
bool corner_near_wall(Polygon const& from, Polygon const& to, double gap) {
    auto const ring_near = [&](city::Polyline const& ring) {
        for (std::size_t n = 0; n < ring.size(); ++n)
            for (Point const p : from.outer)
                if (distance_squared(p, ring[n], ring[(n + 1) % ring.size()]) < gap * gap) return true;
        return false;
    };
    return ring_near(to.outer) || std::ranges::any_of(to.holes, ring_near);
}

/// Sets of buildings, joined pairwise.
class DisjointSets {
public:
    explicit DisjointSets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0); }

    std::size_t root(std::size_t n) {
        while (parent_[n] != n) n = parent_[n] = parent_[parent_[n]];
        return n;
    }
    void join(std::size_t a, std::size_t b) {
        std::size_t const low = std::min(root(a), root(b));
        parent_[std::max(root(a), root(b))] = low;
    }

private:
    std::vector<std::size_t> parent_;
};

/// Groups of buildings that touch each other.
class Neighbourhood {
public:
    Neighbourhood(std::span<city::Building const> buildings, double gap) : buildings_(buildings), gap_(gap) {
        for (auto const& building : buildings) boxes_.push_back(bounds(building.footprint));
    }

    /// The connected groups of `members`, each in ascending order, in the order of their first building.
    std::vector<Members> groups(Members const& members) const {
        constexpr double bucket = 50;  // [m] about one building
        std::unordered_map<std::int64_t, Members> buckets;
        DisjointSets sets(members.size());
        for (std::size_t n = 0; n < members.size(); ++n) {
            auto const& box = boxes_[members[n]];
            auto const cell = [&](double x) { return static_cast<std::int64_t>(std::floor(x / bucket)); };
            for (auto i = cell(box.x_min - gap_); i <= cell(box.x_max + gap_); ++i)
                for (auto j = cell(box.y_min - gap_); j <= cell(box.y_max + gap_); ++j) {
                    auto& others = buckets[i * 100'000'007 + j];
                    for (std::size_t const other : others)
                        if (sets.root(n) != sets.root(other) && touch(members[n], members[other])) sets.join(n, other);
                    others.push_back(n);
                }
        }
        std::vector<Members> found(members.size());
        for (std::size_t n = 0; n < members.size(); ++n) found[sets.root(n)].push_back(members[n]);
        std::erase_if(found, [](Members const& group) { return group.empty(); });
        return found;
    }

private:
    bool touch(std::size_t a, std::size_t b) const {
        auto const& first = boxes_[a];
        auto const& second = boxes_[b];
        if (first.x_min > second.x_max + gap_ || second.x_min > first.x_max + gap_) return false;
        if (first.y_min > second.y_max + gap_ || second.y_min > first.y_max + gap_) return false;
        if (buildings_[a].base_m >= buildings_[b].height_m || buildings_[b].base_m >= buildings_[a].height_m)
            return false;
        return corner_near_wall(buildings_[a].footprint, buildings_[b].footprint, gap_) ||
               corner_near_wall(buildings_[b].footprint, buildings_[a].footprint, gap_);
    }

    std::span<city::Building const> buildings_;
    double gap_;
    std::vector<city::Rectangle> boxes_;
};

double median_height(Members members, std::span<city::Building const> buildings, std::vector<double> const& areas) {
    std::ranges::sort(members, {}, [&](std::size_t n) { return std::pair(buildings[n].height_m, n); });
    double half = 0;
    for (std::size_t const n : members) half += areas[n] / 2;
    for (std::size_t const n : members) {
        half -= areas[n];
        if (half <= 0) return buildings[n].height_m;
    }
    return buildings[members.back()].height_m;
}

/// Appends the block of one group and those of the towers on it.
void add_blocks(std::vector<Block>& blocks, Members const& group, double base, Neighbourhood const& neighbourhood,
                std::span<city::Building const> buildings, std::vector<double> const& areas) {
    double const tower = tower_ratio * median_height(group, buildings, areas);
    Members towers;
    Block block;
    double low_area = 0;
    double low_volume = 0;
    for (std::size_t const n : group) {
        block.footprints.push_back(&buildings[n].footprint);
        block.area_m2 += areas[n];
        if (buildings[n].height_m > tower) {
            towers.push_back(n);
        } else {
            low_area += areas[n];
            low_volume += areas[n] * buildings[n].height_m;
        }
    }
    block.base_m = base;
    block.top_m = low_volume / low_area;
    blocks.push_back(block);
    for (auto const& on_top : neighbourhood.groups(towers))
        add_blocks(blocks, on_top, block.top_m, neighbourhood, buildings, areas);
}

}  // namespace

std::vector<Block> merge_into_blocks(std::span<city::Building const> buildings, double gap_m) {
    HACTHANH_EXPECT(gap_m > 0);
    std::vector<double> areas;
    Members all;
    for (std::size_t n = 0; n < buildings.size(); ++n) {
        areas.push_back(area(buildings[n].footprint));
        if (areas[n] > 0 && buildings[n].height_m > buildings[n].base_m) all.push_back(n);
    }
    Neighbourhood const neighbourhood(buildings, gap_m);
    std::vector<Block> blocks;
    for (auto const& group : neighbourhood.groups(all)) {
        double base = buildings[group[0]].base_m;
        for (std::size_t const n : group) base = std::min(base, buildings[n].base_m);
        add_blocks(blocks, group, base, neighbourhood, buildings, areas);
    }
    return blocks;
}

}  // namespace hacthanh::wind
