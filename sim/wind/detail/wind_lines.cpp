#include "sim/wind/detail/wind_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace hacthanh::wind::detail {
namespace {

constexpr double bucket_size = 32;  ///< [m] about a building
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Where a line meets a wall.
struct Crossing {
    double at = 0;
    std::size_t block = 0;
    bool entering = false;
    AlongWind normal;
};

std::size_t bucket_of(double value, double low, std::size_t count) {
    double const n = std::floor((value - low) / bucket_size);
    return static_cast<std::size_t>(std::clamp(n, 0.0, static_cast<double>(count - 1)));
}

/// The passages through one block; `crossings` are sorted.
void add_passages(std::vector<Passage>& found, std::span<Crossing const> crossings, double gap) {
    int depth = 0;
    int lowest = 0;
    for (auto const& crossing : crossings) lowest = std::min(lowest, depth += crossing.entering ? 1 : -1);
    std::size_t const first = found.size();
    depth = -lowest;  // bodies that begin before the reach
    if (depth > 0) found.push_back({crossings[0].block, -infinity, infinity, {}, {}});
    for (auto const& crossing : crossings) {
        if (crossing.entering && depth++ == 0) {
            if (found.size() > first && crossing.at - found.back().end < gap)
                found.back().end = infinity;
            else
                found.push_back({crossing.block, crossing.at, infinity, crossing.normal, {}});
        } else if (!crossing.entering && --depth == 0) {
            found.back().end = crossing.at;
            found.back().lee_wall = crossing.normal;
        }
    }
}

}  // namespace

WindLines::WindLines(std::span<Block const> blocks, Direction wind, double gap) : gap_(gap) {
    for (std::size_t n = 0; n < blocks.size(); ++n)
        for (auto const* footprint : blocks[n].footprints) {
            auto const add_ring = [&](city::Polyline const& ring) {
                for (std::size_t corner = 0; corner < ring.size(); ++corner)
                    walls_.push_back({along(wind, ring[corner]), along(wind, ring[(corner + 1) % ring.size()]), n});
            };
            add_ring(footprint->outer);
            for (auto const& hole : footprint->holes) add_ring(hole);
        }
    walls_along_ = sort_walls(false);
    walls_across_ = sort_walls(true);
}

WindLines::Buckets WindLines::sort_walls(bool across) const {
    Buckets buckets;
    buckets.across = across;
    if (walls_.empty()) return buckets;
    auto const first = [&](AlongWind p) { return across ? p.t : p.s; };
    auto const second = [&](AlongWind p) { return across ? p.s : p.t; };
    std::array<double, 4> box{infinity, infinity, -infinity, -infinity};
    for (auto const& wall : walls_)
        box = {std::min(box[0], first(wall.from)), std::min(box[1], second(wall.from)),
               std::max(box[2], first(wall.from)), std::max(box[3], second(wall.from))};
    buckets.low_along = box[0];
    buckets.low_beside = box[1];
    buckets.n_along = static_cast<std::size_t>((box[2] - box[0]) / bucket_size) + 1;
    buckets.n_beside = static_cast<std::size_t>((box[3] - box[1]) / bucket_size) + 1;
    std::vector<std::vector<std::size_t>> lists(buckets.n_along * buckets.n_beside);
    for (std::size_t n = 0; n < walls_.size(); ++n) {
        auto const [a, b] = std::pair(walls_[n].from, walls_[n].to);
        auto const i0 = bucket_of(std::min(first(a), first(b)), box[0], buckets.n_along);
        auto const i1 = bucket_of(std::max(first(a), first(b)), box[0], buckets.n_along);
        auto const j0 = bucket_of(std::min(second(a), second(b)), box[1], buckets.n_beside);
        auto const j1 = bucket_of(std::max(second(a), second(b)), box[1], buckets.n_beside);
        for (auto j = j0; j <= j1; ++j)
            for (auto i = i0; i <= i1; ++i) lists[j * buckets.n_along + i].push_back(n);
    }
    for (auto const& list : lists) {
        buckets.first.push_back(buckets.walls.size());
        buckets.walls.insert(buckets.walls.end(), list.begin(), list.end());
    }
    buckets.first.push_back(buckets.walls.size());
    return buckets;
}

std::vector<Passage> WindLines::cross(double at, double beside, double reach, Buckets const& buckets) const {
    std::vector<Passage> found;
    double const row = (beside - buckets.low_beside) / bucket_size;
    if (walls_.empty() || row < 0 || row >= static_cast<double>(buckets.n_beside)) return found;
    auto const j = static_cast<std::size_t>(row);
    auto const i0 = bucket_of(at - reach, buckets.low_along, buckets.n_along);
    auto const i1 = bucket_of(at + reach, buckets.low_along, buckets.n_along);
    std::vector<Crossing> crossings;
    for (std::size_t i = i0; i <= i1; ++i)
        for (std::size_t m = buckets.first[j * buckets.n_along + i]; m < buckets.first[j * buckets.n_along + i + 1];
             ++m) {
            Wall const& wall = walls_[buckets.walls[m]];
            double const a = buckets.across ? wall.from.s : wall.from.t;
            double const b = buckets.across ? wall.to.s : wall.to.t;
            if ((a < beside) == (b < beside)) continue;
            double const from = buckets.across ? wall.from.t : wall.from.s;
            double const to = buckets.across ? wall.to.t : wall.to.s;
            double const where = from + (to - from) * ((beside - a) / (b - a));
            if (std::abs(where - at) > reach || bucket_of(where, buckets.low_along, buckets.n_along) != i) continue;
            double const ds = wall.to.s - wall.from.s;
            double const dt = wall.to.t - wall.from.t;
            double const length = std::hypot(ds, dt);
            AlongWind const normal{dt / length, -ds / length};
            crossings.push_back({where, wall.block, (buckets.across ? normal.t : normal.s) < 0, normal});
        }
    std::ranges::sort(crossings, [](Crossing const& a, Crossing const& b) {
        if (a.block != b.block) return a.block < b.block;
        return a.at != b.at ? a.at < b.at : a.entering && !b.entering;
    });
    for (std::size_t n = 0; n < crossings.size();) {
        std::size_t end = n;
        while (end < crossings.size() && crossings[end].block == crossings[n].block) ++end;
        add_passages(found, std::span(crossings).subspan(n, end - n), gap_);
        n = end;
    }
    std::ranges::sort(found, {}, [](Passage const& p) { return std::pair(p.begin, p.block); });
    return found;
}

}  // namespace hacthanh::wind::detail
