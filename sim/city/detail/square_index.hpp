#pragma once

#include "sim/city/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hacthanh::city::detail {

/// Things in the plane, found by place: their bounding boxes sorted into squares.
class SquareIndex {
public:
    /// @param square  side of a square [m], > 0; good when about as large as the things
    SquareIndex(std::span<Rectangle const> boxes, double square);

    /// Numbers of the boxes that may touch an area, ascending; some may lie up to a square away.
    std::vector<std::uint32_t> near(Rectangle area) const;

private:
    template <class Visit>
    void for_squares(Rectangle const& box, Visit const& visit) const;

    double square_;
    Rectangle extent_;
    std::size_t nx_ = 0, ny_ = 0;
    std::vector<std::size_t> begin_;  ///< of each square in boxes_, and the end
    std::vector<std::uint32_t> boxes_;
};

}  // namespace hacthanh::city::detail
