#pragma once

#include "sim/city/geometry.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::dispersion::detail {

struct Circle {
    double x = 0;
    double y = 0;
    double radius = 0;
};

/// Receptors in an order that keeps neighbours together (Morton 1966), cut into blocks.
class ReceptorBlocks {
public:
    static constexpr std::size_t block_size = 256;

    explicit ReceptorBlocks(std::vector<city::Point> places);

    std::size_t count() const { return (order_.size() + block_size - 1) / block_size; }
    /// Indices of the receptors of a block.
    std::span<std::size_t const> members(std::size_t block) const;
    city::Point const& place(std::size_t receptor) const { return places_[receptor]; }
    /// A circle around some of them.
    Circle circle(std::span<std::size_t const> members) const;
    Circle circle(std::size_t block) const { return circle(members(block)); }

private:
    std::vector<city::Point> places_;
    std::vector<std::size_t> order_;
};

}  // namespace hacthanh::dispersion::detail
