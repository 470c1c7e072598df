#include "sim/city/detail/square_index.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::city::detail {

template <class Visit>
void SquareIndex::for_squares(Rectangle const& box, Visit const& visit) const {
    auto const index = [&](double offset, std::size_t n) {
        return static_cast<std::size_t>(std::clamp(std::floor(offset / square_), 0.0, static_cast<double>(n - 1)));
    };
    std::size_t const i_end = index(box.x_max - extent_.x_min, nx_) + 1;
    std::size_t const j_end = index(box.y_max - extent_.y_min, ny_) + 1;
    for (std::size_t j = index(box.y_min - extent_.y_min, ny_); j < j_end; ++j)
        for (std::size_t i = index(box.x_min - extent_.x_min, nx_); i < i_end; ++i) visit(j * nx_ + i);
}

SquareIndex::SquareIndex(std::span<Rectangle const> boxes, double square) : square_(square) {
    if (boxes.empty()) return;
    extent_ = boxes.front();
    for (auto const& box : boxes)
        extent_ = {std::min(extent_.x_min, box.x_min), std::min(extent_.y_min, box.y_min),
                   std::max(extent_.x_max, box.x_max), std::max(extent_.y_max, box.y_max)};
    nx_ = static_cast<std::size_t>(extent_.width() / square_) + 1;
    ny_ = static_cast<std::size_t>(extent_.height() / square_) + 1;
    begin_.assign(nx_ * ny_ + 1, 0);
    for (auto const& box : boxes) for_squares(box, [&](std::size_t n) { ++begin_[n + 1]; });
    for (std::size_t n = 1; n < begin_.size(); ++n) begin_[n] += begin_[n - 1];
    boxes_.resize(begin_.back());
    std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t b = 0; b < boxes.size(); ++b)
        for_squares(boxes[b], [&](std::size_t n) { boxes_[next[n]++] = static_cast<std::uint32_t>(b); });
}

std::vector<std::uint32_t> SquareIndex::near(Rectangle area) const {
    std::vector<std::uint32_t> found;
    if (boxes_.empty()) return found;
    for_squares(area, [&](std::size_t n) {
        for (std::size_t entry = begin_[n]; entry < begin_[n + 1]; ++entry) found.push_back(boxes_[entry]);
    });
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace hacthanh::city::detail
