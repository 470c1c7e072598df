#include "sim/city/contains.hpp"

namespace hacthanh::city {
namespace {

/// Whether the ring's edges are met an odd number of times on the way from the place to the east.
bool turns_around(Polyline const& ring, Point place) {
    bool odd = false;
    for (std::size_t n = 0; n < ring.size(); ++n) {
        Point const a = ring[n];
        Point const b = ring[(n + 1) % ring.size()];
        if ((a.y <= place.y) == (b.y <= place.y)) continue;
        if (a.x + (place.y - a.y) * (b.x - a.x) / (b.y - a.y) > place.x) odd = !odd;
    }
    return odd;
}

}  // namespace

bool contains(Polygon const& polygon, Point place) {
    bool inside = turns_around(polygon.outer, place);
    for (auto const& hole : polygon.holes) inside = inside != turns_around(hole, place);
    return inside;
}

}  // namespace hacthanh::city
