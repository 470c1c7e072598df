#include "sim/city/street_canyon.hpp"

#include "sim/city/detail/wall_index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace hacthanh::city {
namespace {

constexpr double spacing_m = 10;   ///< of places along a road; our choice, a house or two
constexpr double street_m = 50;    ///< a wall further from the axis is not the street's; our choice
constexpr double horizon_m = 100;  ///< of the sky view; our choice: a 20 m house there hides 2 % of its side
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// What one side of a place sees.
struct Side {
    double distance = missing;  ///< of the street's wall [m]
    double height = 0;          ///< of that wall [m]
    double cosine = 1;          ///< of the elevation of the horizon

    bool open() const { return std::isnan(distance); }
};

Side look(detail::WallIndex const& walls, Point from, Point direction) {
    Side side;
    double nearest = street_m;
    double steepest = 0;
    for (auto const& hit : walls.along(from, direction, horizon_m)) {
        steepest = std::max(steepest, hit.height / std::max(hit.distance, 0.01));
        if (hit.distance > nearest) continue;
        nearest = hit.distance;
        side.distance = hit.distance;
        side.height = hit.height;
    }
    side.cosine = 1 / std::sqrt(1 + steepest * steepest);
    return side;
}

/// Sums over the places of one road.
class Canyon {
public:
    void add_covered() { ++places_, ++covered_; }

    void add(Side const& left, Side const& right) {
        ++places_;
        left_ += left.height;
        right_ += right.height;
        sky_ += 0.5 * (left.cosine + right.cosine);
        if (left.open() || right.open()) return;
        ++between_walls_;
        double const width = left.distance + right.distance;
        width_ += width;
        aspect_ += 0.5 * (left.height + right.height) / width;
    }

    StreetCanyon mean() const {
        double const free = places_ - covered_;
        auto const over = [](double sum, double n) { return n > 0 ? sum / n : missing; };
        return {over(width_, between_walls_),  over(left_, free), over(right_, free),
                over(aspect_, between_walls_), over(sky_, free),  over(covered_, places_)};
    }

private:
    double places_ = 0, covered_ = 0, between_walls_ = 0;
    double left_ = 0, right_ = 0, sky_ = 0, width_ = 0, aspect_ = 0;
};

StreetCanyon canyon_of(Road const& road, detail::WallIndex const& walls) {
    Canyon canyon;
    for (std::size_t n = 0; n + 1 < road.axis.size(); ++n) {
        Point const a = road.axis[n];
        Point const b = road.axis[n + 1];
        double const length = std::hypot(b.x - a.x, b.y - a.y);
        if (!(length > 0)) continue;
        Point const left{-(b.y - a.y) / length, (b.x - a.x) / length};
        auto const places = static_cast<int>(std::max(1.0, std::round(length / spacing_m)));
        for (int place = 0; place < places; ++place) {
            double const at = (place + 0.5) / places;
            Point const here{a.x + at * (b.x - a.x), a.y + at * (b.y - a.y)};
            if (walls.covers(here))
                canyon.add_covered();
            else
                canyon.add(look(walls, here, left), look(walls, here, {-left.x, -left.y}));
        }
    }
    return canyon.mean();
}

}  // namespace

std::vector<StreetCanyon> street_canyons(City const& city) {
    detail::WallIndex const walls(city.buildings);
    std::vector<StreetCanyon> canyons;
    canyons.reserve(city.roads.size());
    for (auto const& road : city.roads) canyons.push_back(canyon_of(road, walls));
    return canyons;
}

}  // namespace hacthanh::city
