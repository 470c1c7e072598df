#include "io/import/heights.hpp"

#include "io/geos.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr double dwelling_storey_m = 3.1;     // CTBUH height calculator, residential and hotel
constexpr double office_storey_m = 3.9;       // CTBUH height calculator, office
constexpr double mixed_storey_m = 3.5;        // CTBUH height calculator, mixed use or unknown
constexpr double outbuilding_height_m = 3.0;  ///< one storey

template <std::size_t N>
bool is_one_of(std::string_view word, std::array<std::string_view, N> const& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

city::Point centre(Footprint const& footprint) {
    city::Point sum;
    double n = 0;
    for (auto const& part : footprint.parts)
        for (city::Point p : part.outer) {
            sum.x += p.x;
            sum.y += p.y;
            ++n;
        }
    return n > 0 ? city::Point{sum.x / n, sum.y / n} : sum;
}

/// Known heights by place, in squares as wide as the search radius.
class KnownHeights {
public:
    explicit KnownHeights(double radius) : radius_(radius) {}

    void add(city::Point p, double height) { squares_[square(p)].push_back({p, height}); }

    /// Heights within the radius of `p`.
    std::vector<double> near(city::Point p) const {
        std::vector<double> found;
        auto const [i, j] = square(p);
        for (std::int64_t di = -1; di <= 1; ++di)
            for (std::int64_t dj = -1; dj <= 1; ++dj) {
                auto const cell = squares_.find({i + di, j + dj});
                if (cell == squares_.end()) continue;
                for (auto const& known : cell->second)
                    if (std::hypot(known.place.x - p.x, known.place.y - p.y) <= radius_) found.push_back(known.height);
            }
        return found;
    }

private:
    struct Known {
        city::Point place;
        double height;
    };
    std::pair<std::int64_t, std::int64_t> square(city::Point p) const {
        return {static_cast<std::int64_t>(std::floor(p.x / radius_)),
                static_cast<std::int64_t>(std::floor(p.y / radius_))};
    }
    double radius_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Known>> squares_;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::size_t const n = values.size();
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

/// Typical height of an area's buildings [m], 0 where the kind says nothing.
double typical_height(city::AreaKind kind) {
    switch (kind) {
        case city::AreaKind::residential: return 6.5;  // Stewart & Oke (2012), LCZ 3 and 6: 3-10 m
        case city::AreaKind::commercial:               // border of LCZ 3 (3-10 m) and LCZ 2 (10-25 m)
        case city::AreaKind::institutional:
        case city::AreaKind::industrial: return 10;  // LCZ 10: 5-15 m
        default: return 0;
    }
}

/// Answers what land use a place has.
class LandUse {
public:
    explicit LandUse(std::vector<city::Area> const& areas) : areas_(areas) {
        shapes_.resize(areas.size());
        for (std::size_t i = 0; i < areas.size(); ++i)
            if (typical_height(areas[i].kind) > 0) shapes_[i] = geos_.polygon(areas[i].shape);
        index_.emplace(geos_, shapes_);
    }
    /// Typical height at the place; of several areas the one listed last, 0 where there is none.
    double height_at(city::Point p) const {
        auto const point = geos_.point(p);
        double height = 0;
        for (std::size_t i : index_->near(*point))
            if (geos_.intersects(*shapes_[i], *point)) height = typical_height(areas_[i].kind);
        return height;
    }

private:
    std::vector<city::Area> const& areas_;
    Geos geos_;
    std::vector<Geometry> shapes_;
    std::optional<GeometryIndex> index_;
};

}  // namespace

double storey_height(std::string_view use) {
    constexpr std::array<std::string_view, 14> dwellings = {
        "house",    "residential", "apartments", "detached", "semidetached_house", "terrace", "hotel", "dormitory",
        "bungalow", "houseboat",   "cabin",      "hut",      "townhouse",          "villa"};
    constexpr std::array<std::string_view, 6> offices = {"office",     "commercial", "government",
                                                         "university", "hospital",   "public"};
    if (is_one_of(use, dwellings)) return dwelling_storey_m;
    return is_one_of(use, offices) ? office_storey_m : mixed_storey_m;
}

bool is_outbuilding(std::string_view use) {
    constexpr std::array<std::string_view, 14> outbuildings = {
        "garage",          "garages", "carport", "shed",       "hut",       "roof",  "kiosk",
        "allotment_house", "toilets", "service", "greenhouse", "container", "cabin", "shelter"};
    return is_one_of(use, outbuildings);
}

std::vector<BuildingHeight> assign_heights(std::vector<Footprint> const& footprints,
                                           std::vector<city::Area> const& areas, HeightRule const& rule) {
    std::vector<BuildingHeight> result(footprints.size());
    KnownHeights known(rule.neighbour_radius_m);
    auto const storey = [&](Footprint const& f) {
        return rule.storey_height_m > 0 ? rule.storey_height_m : storey_height(f.use);
    };
    for (std::size_t i = 0; i < footprints.size(); ++i) {
        Footprint const& f = footprints[i];
        if (f.height_m)
            result[i] = {0, *f.height_m, city::HeightSource::measured};
        else if (f.levels)
            result[i] = {0, *f.levels * storey(f), city::HeightSource::levels};
        if (result[i].height_m > 0 && !is_outbuilding(f.use)) known.add(centre(f), result[i].height_m);
    }
    LandUse const land_use(areas);
    for (std::size_t i = 0; i < footprints.size(); ++i) {
        Footprint const& f = footprints[i];
        if (result[i].height_m > 0) continue;
        if (is_outbuilding(f.use)) {
            result[i] = {0, outbuilding_height_m, city::HeightSource::fallback};
            continue;
        }
        auto const near = known.near(centre(f));
        double const typical = near.size() >= rule.least_neighbours ? 0 : land_use.height_at(centre(f));
        if (near.size() >= rule.least_neighbours)
            result[i] = {0, median(near), city::HeightSource::neighbours};
        else if (typical > 0)
            result[i] = {0, typical, city::HeightSource::land_use};
        else
            result[i] = {0, rule.default_height_m, city::HeightSource::fallback};
    }
    for (std::size_t i = 0; i < footprints.size(); ++i) {
        Footprint const& f = footprints[i];
        double const base = f.base_m ? *f.base_m : f.base_level.value_or(0) * storey(f);
        double const highest_base = std::max(0.0, result[i].height_m - 1);
        result[i].base_m = std::clamp(base, 0.0, highest_base);
    }
    return result;
}

}  // namespace hacthanh::io
