#include "viz/map_scene.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::viz {
namespace {

/// The cells [first, last) along one axis whose centres lie in [low, high].
std::pair<std::size_t, std::size_t> cells_in(double low, double high, double from, double cell, std::size_t n) {
    double const limit = static_cast<double>(n);
    double const first = std::clamp(std::ceil((low - from) / cell - 0.5), 0.0, limit);
    double const last = std::clamp(std::floor((high - from) / cell - 0.5) + 1, 0.0, limit);
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
}

}  // namespace

MapField crop(MapField const& field, city::Rectangle const& area) {
    double const dx = field.extent.width() / static_cast<double>(field.nx);
    double const dy = field.extent.height() / static_cast<double>(field.ny);
    auto const [west, east] = cells_in(area.x_min, area.x_max, field.extent.x_min, dx, field.nx);
    auto const [south, north] = cells_in(area.y_min, area.y_max, field.extent.y_min, dy, field.ny);
    if (west >= east || south >= north) return field;
    MapField part{
        {field.extent.x_min + static_cast<double>(west) * dx, field.extent.y_min + static_cast<double>(south) * dy,
         field.extent.x_min + static_cast<double>(east) * dx, field.extent.y_min + static_cast<double>(north) * dy},
        east - west,
        north - south,
        {}};
    for (std::size_t j = south; j < north; ++j) {
        auto const row = field.values.begin() + static_cast<std::ptrdiff_t>(j * field.nx);
        part.values.insert(part.values.end(), row + static_cast<std::ptrdiff_t>(west),
                           row + static_cast<std::ptrdiff_t>(east));
    }
    return part;
}

}  // namespace hacthanh::viz
