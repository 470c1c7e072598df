#include "sim/city/streets.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace hacthanh::city {
namespace {

constexpr double least_reach_m = 6;  ///< a lane each; our choice
constexpr double bin_m = 50;         ///< of the search for partners

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// Roads by the place where they begin.
class Beginnings {
public:
    explicit Beginnings(std::vector<Road> const& roads) {
        for (std::size_t r = 0; r < roads.size(); ++r)
            if (usable(roads[r])) bins_[bin(roads[r].axis.front(), 0, 0)].push_back(r);
    }

    static bool usable(Road const& road) { return !road.internal && road.axis.size() >= 2; }

    template <class Body>
    void near(Point point, Body const& body) const {
        for (int dx = -1; dx <= 1; ++dx)
            for (int dy = -1; dy <= 1; ++dy) {
                auto const found = bins_.find(bin(point, dx, dy));
                if (found == bins_.end()) continue;
                for (std::size_t const road : found->second) body(road);
            }
    }

private:
    static std::uint64_t bin(Point point, int dx, int dy) {
        auto const index = [](double x, int d) {
            return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(x / bin_m)) + d + 0x40000000);
        };
        return index(point.x, dx) << 32U | index(point.y, dy);
    }
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> bins_;
};

}  // namespace

std::vector<Street> streets_of(City const& city) {
    auto const& roads = city.roads;
    Beginnings const beginnings(roads);
    std::vector<bool> taken(roads.size(), false);
    std::vector<Street> streets;
    for (std::size_t r = 0; r < roads.size(); ++r) {
        if (taken[r] || !Beginnings::usable(roads[r])) continue;
        Point const begin = roads[r].axis.front();
        Point const end = roads[r].axis.back();
        std::size_t partner = r;
        double nearest = 0;
        beginnings.near(end, [&](std::size_t other) {
            if (other <= r || taken[other]) return;
            double const apart =
                std::max(distance(roads[other].axis.front(), end), distance(roads[other].axis.back(), begin));
            double const reach = std::min(bin_m, std::max(least_reach_m, roads[r].width_m + roads[other].width_m));
            if (apart > reach || (partner != r && apart >= nearest)) return;
            partner = other;
            nearest = apart;
        });
        streets.push_back({{r}});
        if (partner == r) continue;
        streets.back().roads.push_back(partner);
        taken[partner] = true;
    }
    return streets;
}

}  // namespace hacthanh::city
