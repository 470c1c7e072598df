#include "viz/detail/map_cover.hpp"

#include "viz/detail/palette.hpp"

#include <array>
#include <map>

namespace hacthanh::viz::detail {
namespace {

constexpr float mostly = 0.5F;

Text cover_name(city::AreaKind kind) {
    switch (kind) {
        case city::AreaKind::water: return {"Water", "Mặt nước"};
        case city::AreaKind::trees: return {"Trees", "Cây xanh"};
        case city::AreaKind::green: return {"Green", "Thảm cỏ, công viên"};
        case city::AreaKind::residential: return {"Residential", "Đất ở"};
        case city::AreaKind::commercial: return {"Commercial", "Thương mại"};
        case city::AreaKind::industrial: return {"Industrial", "Công nghiệp"};
        case city::AreaKind::institutional: return {"Institutional", "Công cộng"};
        case city::AreaKind::paved: return {"Paved", "Sân, bãi"};
        case city::AreaKind::other: break;
    }
    return {"Other", "Khác"};
}

/// A cover of which `kind_of(cell)` gives what each cell shows; kinds are listed in their own order, absent ones not.
template <class Entry, class KindOf>
std::optional<MapCover> make_cover(io::ResultReader const& result, Entry const& entry, KindOf const& kind_of) {
    auto const& grid = result.grid();
    std::size_t const n = grid.nx() * grid.ny();
    std::map<int, std::int8_t> place;
    for (std::size_t cell = 0; cell < n; ++cell)
        if (int const kind = kind_of(cell); kind >= 0) place.emplace(kind, std::int8_t(0));
    if (place.empty()) return std::nullopt;
    MapCover cover{grid_extent(grid), grid.nx(), grid.ny(), std::vector<std::int8_t>(n, -1), {}};
    for (auto& [kind, index] : place) {
        index = static_cast<std::int8_t>(cover.legend.size());
        cover.legend.push_back(entry(kind));
    }
    for (std::size_t cell = 0; cell < n; ++cell)
        if (int const kind = kind_of(cell); kind >= 0) cover.kinds[cell] = place.at(kind);
    return cover;
}

/// The kinds of ground that `wanted` takes.
template <class Wanted>
std::optional<MapCover> cover_of(io::ResultReader const& result, Wanted const& wanted) {
    auto const plan = result.city_plan();
    if (!plan) return std::nullopt;
    return make_cover(
        result,
        [](int kind) {
            auto const area = static_cast<city::AreaKind>(kind);
            return std::pair{cover_name(area), cover_colour(area)};
        },
        [&](std::size_t cell) {
            auto const kind = mesh::cover_kind(plan->cover[cell]);
            return kind && wanted(*kind) ? static_cast<int>(*kind) : -1;
        });
}

}  // namespace

Colour cover_colour(city::AreaKind kind) {
    switch (kind) {
        case city::AreaKind::water: return water;
        case city::AreaKind::trees: return {178, 210, 168};
        case city::AreaKind::green: return {211, 229, 200};
        case city::AreaKind::residential: return {238, 232, 224};
        case city::AreaKind::commercial: return {240, 220, 216};
        case city::AreaKind::industrial: return {226, 220, 232};
        case city::AreaKind::institutional: return {245, 236, 205};
        case city::AreaKind::paved: return {226, 226, 226};
        case city::AreaKind::other: break;
    }
    return {236, 236, 228};
}

city::Rectangle grid_extent(io::ResultGrid const& grid) {
    double const half = grid.cell_size / 2;
    return {grid.x_centre.front() - half, grid.y_centre.front() - half, grid.x_centre.back() + half,
            grid.y_centre.back() + half};
}

std::optional<MapCover> ground_cover(io::ResultReader const& result) {
    return cover_of(result, [](city::AreaKind) { return true; });
}

std::optional<MapCover> natural_cover(io::ResultReader const& result) {
    return cover_of(result, [](city::AreaKind kind) {
        return kind == city::AreaKind::water || kind == city::AreaKind::trees || kind == city::AreaKind::green;
    });
}

std::optional<MapCover> landmark_cover(io::ResultReader const& result) {
    auto const plan = result.city_plan();
    if (!plan) return std::nullopt;
    enum Landmark { none = -1, of_water, of_buildings };
    return make_cover(
        result,
        [](int kind) {
            return kind == of_water ? std::pair{cover_name(city::AreaKind::water), water}
                                    : std::pair{Text{"Buildings", "Nhà"}, building};
        },
        [&](std::size_t cell) {
            if (plan->built_fraction[cell] >= mostly) return of_buildings;
            return mesh::cover_kind(plan->cover[cell]) == city::AreaKind::water ? of_water : none;
        });
}

}  // namespace hacthanh::viz::detail
