#include "sim/dispersion/detail/receptor_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace hacthanh::dispersion::detail {
namespace {

/// Every second bit of the result is one of `n`.
std::uint64_t spread_bits(std::uint64_t n) {
    n = (n | (n << 16U)) & 0x0000ffff0000ffffULL;
    n = (n | (n << 8U)) & 0x00ff00ff00ff00ffULL;
    n = (n | (n << 4U)) & 0x0f0f0f0f0f0f0f0fULL;
    n = (n | (n << 2U)) & 0x3333333333333333ULL;
    return (n | (n << 1U)) & 0x5555555555555555ULL;
}

}  // namespace

ReceptorBlocks::ReceptorBlocks(std::vector<city::Point> places) : places_(std::move(places)), order_(places_.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    if (places_.empty()) return;
    city::Point low = places_.front();
    city::Point high = low;
    for (auto const& p : places_) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    double const side = std::max({high.x - low.x, high.y - low.y, 1e-9});
    constexpr double steps = 1 << 20;
    std::vector<std::uint64_t> key(places_.size());
    for (std::size_t n = 0; n < places_.size(); ++n) {
        auto const step = [&](double from, double to) {
            return static_cast<std::uint64_t>((to - from) / side * steps);
        };
        key[n] = spread_bits(step(low.x, places_[n].x)) | (spread_bits(step(low.y, places_[n].y)) << 1U);
    }
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return key[a] < key[b]; });
}

std::span<std::size_t const> ReceptorBlocks::members(std::size_t block) const {
    std::size_t const first = block * block_size;
    return std::span(order_).subspan(first, std::min(block_size, order_.size() - first));
}

Circle ReceptorBlocks::circle(std::span<std::size_t const> members) const {
    city::Point low = places_[members.front()];
    city::Point high = low;
    for (std::size_t const n : members) {
        low = {std::min(low.x, places_[n].x), std::min(low.y, places_[n].y)};
        high = {std::max(high.x, places_[n].x), std::max(high.y, places_[n].y)};
    }
    Circle circle{0.5 * (low.x + high.x), 0.5 * (low.y + high.y), 0};
    for (std::size_t const n : members)
        circle.radius = std::max(circle.radius, std::hypot(places_[n].x - circle.x, places_[n].y - circle.y));
    return circle;
}

}  // namespace hacthanh::dispersion::detail
