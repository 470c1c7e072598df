#pragma once
/// Private to viz: the last slabs that were read, up to a number of bytes.

#include "viz/scene_data.hpp"

#include <compare>
#include <functional>
#include <list>
#include <map>

namespace hacthanh::viz::detail {

/// What a slab holds: a quantity of some steps, in one layer or in all.
struct SlabKey {
    std::string quantity{};  ///< "NOx", "flow", "kerb:NO2"
    std::vector<std::size_t> steps{};
    std::size_t layer = all_layers;

    static constexpr std::size_t all_layers = static_cast<std::size_t>(-1);
    friend auto operator<=>(SlabKey const&, SlabKey const&) = default;
};

/// Forgets the slab that was used longest ago first. The newest one stays even when it alone is above the limit.
class SlabCache {
public:
    explicit SlabCache(std::size_t limit_bytes) : limit_(limit_bytes) {}

    /// The kept slab, or what `read` returns.
    Slab get(SlabKey const& key, std::function<std::vector<float>()> const& read) {
        if (auto const found = place_.find(key); found != place_.end()) {
            order_.splice(order_.begin(), order_, found->second);
            return found->second->second;
        }
        order_.emplace_front(key, std::make_shared<std::vector<float> const>(read()));
        place_[key] = order_.begin();
        bytes_ += size(*order_.front().second);
        while (bytes_ > limit_ && order_.size() > 1) {
            bytes_ -= size(*order_.back().second);
            place_.erase(order_.back().first);
            order_.pop_back();
        }
        return order_.front().second;
    }
    std::size_t bytes() const { return bytes_; }

private:
    using Entry = std::pair<SlabKey, Slab>;
    static std::size_t size(std::vector<float> const& values) { return values.size() * sizeof(float); }

    std::size_t limit_;
    std::size_t bytes_ = 0;
    std::list<Entry> order_;
    std::map<SlabKey, std::list<Entry>::iterator> place_;
};

}  // namespace hacthanh::viz::detail
