#pragma once

#include "sim/wind/blocks.hpp"
#include "sim/wind/uniform_wind.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::wind::detail {

/// A place or direction seen along the wind.
struct AlongWind {
    double s = 0;  ///< downwind
    double t = 0;  ///< to the left of it
};

inline AlongWind along(Direction wind, city::Point p) {
    return {p.x * wind.east + p.y * wind.north, p.y * wind.east - p.x * wind.north};
}

/// The part of a line along the wind that lies in one block.
struct Passage {
    std::size_t block = 0;
    double begin = 0;         ///< windward wall [m], -infinity when beyond reach
    double end = 0;           ///< lee wall [m], +infinity when beyond reach
    AlongWind windward_wall;  ///< outward unit normal there
    AlongWind lee_wall;       ///< outward unit normal there
};

/// The walls of all blocks in coordinates along the wind, sorted so that lines along or across it find theirs.
///
/// Immutable; safe to share between threads. Memory O(wall length / bucket).
class WindLines {
public:
    /// @param gap  walls of one block nearer than this to each other enclose no air [m]
    WindLines(std::span<Block const> blocks, Direction wind, double gap);

    /// Where the line through `p` along the wind passes through blocks, from upwind to downwind, within `reach` of `p`.
    std::vector<Passage> along_wind(AlongWind p, double reach) const { return cross(p.s, p.t, reach, walls_along_); }

    /// The same for the line across the wind, from right to left; begin and end are along t.
    std::vector<Passage> across_wind(AlongWind p, double reach) const { return cross(p.t, p.s, reach, walls_across_); }

private:
    /// A wall from one corner to the next, the block to its left.
    struct Wall {
        AlongWind from;
        AlongWind to;
        std::size_t block = 0;
    };
    /// Walls by square buckets, row after row; first index along the line.
    struct Buckets {
        bool across = false;  ///< lines run along t
        double low_along = 0;
        double low_beside = 0;
        std::size_t n_along = 0;
        std::size_t n_beside = 0;
        std::vector<std::size_t> first;  ///< of each bucket in `walls`, and the end
        std::vector<std::size_t> walls;
    };

    Buckets sort_walls(bool across) const;
    std::vector<Passage> cross(double along, double beside, double reach, Buckets const& buckets) const;

    double gap_;
    std::vector<Wall> walls_;
    Buckets walls_along_;
    Buckets walls_across_;
};

}  // namespace hacthanh::wind::detail
