#pragma once

#include "sim/city/building.hpp"
#include "sim/city/detail/square_index.hpp"

#include <optional>
#include <span>
#include <vector>

namespace hacthanh::city::detail {

/// Walls of buildings, found by place. Only buildings that begin below 2 m: a street leads under the others.
class WallIndex {
public:
    /// @param buildings  must outlive the index
    explicit WallIndex(std::span<Building const> buildings);

    /// A wall that a ray meets.
    struct Hit {
        double distance;  ///< [m], > 0
        double height;    ///< of the building [m]
    };

    /// All walls that a ray from `from` towards the unit vector `direction` meets within `reach` metres, in no order.
    std::vector<Hit> along(Point from, Point direction, double reach) const;

    /// Whether a place lies inside a footprint.
    bool covers(Point place) const;

private:
    struct Wall {
        Point a, b;
        double height;
    };

    std::vector<Building const*> buildings_;
    std::vector<Wall> walls_;
    std::optional<SquareIndex> by_wall_;
    std::optional<SquareIndex> by_building_;
};

}  // namespace hacthanh::city::detail
