#include "io/import/repair.hpp"

#include "io/geos.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr double least_area_m2 = 0.5;       ///< less is a drawing error, not a building
constexpr double rounding_area_m2 = 1e-6;   ///< shared ground below this is rounding
constexpr double duplicate_share = 0.99;    ///< two footprints that share this much are one
constexpr double outline_rest_share = 0.1;  ///< an outline's rest below this is a drawing error

constexpr double farthest_m = 1e8;  ///< no projection of the Earth goes beyond

bool is_finite(city::Polyline const& ring) {
    return std::all_of(ring.begin(), ring.end(), [](city::Point p) {
        return std::abs(p.x) < farthest_m && std::abs(p.y) < farthest_m;  // false for NaN
    });
}

bool is_finite(Footprint const& footprint) {
    return std::all_of(footprint.parts.begin(), footprint.parts.end(), [](city::Polygon const& part) {
        return is_finite(part.outer) &&
               std::all_of(part.holes.begin(), part.holes.end(), [](auto const& hole) { return is_finite(hole); });
    });
}

/// A piece of ground with the air closed between two heights.
struct Piece {
    Geometry shape;
    double base = 0;
    double height = 0;
};

/// Works on one set of footprints.
class Separation {
public:
    Separation(std::vector<Footprint> const& footprints, std::vector<BuildingHeight> const& heights, ImportLog& log)
        : footprints_(footprints),
          heights_(heights),
          log_(log),
          dropped_(footprints.size()),
          pieces_(footprints.size()) {
        originals_.reserve(footprints.size());
        for (auto const& f : footprints) originals_.push_back(geos_.unite(*geos_.collection(f.parts)));
        index_ = std::make_unique<GeometryIndex>(geos_, originals_);
        rank_order();
    }

    std::vector<city::Building> run() {
        subtract_parts_from_outlines();
        for (std::size_t i : order_)
            try_for(
                i, [&] { place(i); }, [&] { keep_whole(i); });
        return collect();
    }

private:
    /// Where GEOS gives up on a footprint the city goes on: it stays whole, counted, and the mesh counts its overlap
    /// once.
    template <class Work, class Otherwise>
    void try_for(std::size_t i, Work const& work, Otherwise const& otherwise) {
        try {
            work();
        } catch (RunError const&) {
            log_.count("buildings_not_separated", footprints_[i].id);
            otherwise();
        }
    }

    void keep_whole(std::size_t i) {
        pieces_[i].push_back({geos_.copy(*originals_[i]), heights_[i].base_m, heights_[i].height_m});
    }

    /// Tallest first; equal ones by id.
    void rank_order() {
        order_.resize(footprints_.size());
        std::iota(order_.begin(), order_.end(), std::size_t(0));
        std::sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
            if (heights_[a].height_m != heights_[b].height_m) return heights_[a].height_m > heights_[b].height_m;
            return std::pair(footprints_[a].id, a) < std::pair(footprints_[b].id, b);
        });
        rank_.resize(order_.size());
        for (std::size_t k = 0; k < order_.size(); ++k) rank_[order_[k]] = k;
    }

    double shared_area(GEOSGeometry const& a, GEOSGeometry const& b) const {
        return geos_.intersects(a, b) ? geos_.area(*geos_.intersection(a, b)) : 0;
    }

    void subtract_parts_from_outlines() {
        for (std::size_t i = 0; i < footprints_.size(); ++i)
            if (!footprints_[i].is_part)
                try_for(
                    i, [&] { subtract_parts_from(i); }, [] {});
        for (auto& [i, rest] : rests_) originals_[i].swap(rest);  // the index keeps the larger boxes: still right
    }

    void subtract_parts_from(std::size_t i) {
        double const whole = geos_.area(*originals_[i]);
        Geometry rest;
        for (std::size_t j : index_->near(*originals_[i])) {
            if (!footprints_[j].is_part || shared_area(*originals_[i], *originals_[j]) <= rounding_area_m2) continue;
            rest = geos_.difference(rest ? *rest : *originals_[i], *originals_[j]);
        }
        if (!rest) return;
        log_.count("outlines_replaced", footprints_[i].id);
        bool const kept = geos_.area(*rest) > outline_rest_share * whole;
        rests_.emplace_back(i, kept ? std::move(rest) : geos_.polygon({}));
    }

    /// Gives footprint i what no taller one has taken.
    void place(std::size_t i) {
        Geometry mine = geos_.unite(*originals_[i]);
        double const whole = geos_.area(*mine);
        bool lost = false;
        for (std::size_t j : index_->near(*originals_[i])) {
            if (rank_[j] >= rank_[i] || dropped_[j]) continue;
            double const shared = shared_area(*originals_[i], *originals_[j]);
            if (shared <= rounding_area_m2) continue;
            if (footprints_[i].is_part == footprints_[j].is_part && shared >= duplicate_share * whole &&
                shared >= duplicate_share * geos_.area(*originals_[j])) {
                log_.count("buildings_duplicate", footprints_[i].id);
                dropped_[i] = true;
                return;
            }
            lost = true;
            lower_undersides(pieces_[j], *mine, i);
            mine = geos_.difference(*mine, *originals_[j]);
        }
        if (lost) log_.count("buildings_overlapping", footprints_[i].id);
        pieces_[i].push_back({std::move(mine), heights_[i].base_m, heights_[i].height_m});
    }

    /// On ground that the taller one takes from footprint i, the air below its underside is closed as well.
    void lower_undersides(std::vector<Piece>& taller, GEOSGeometry const& mine, std::size_t i) {
        double const base = heights_[i].base_m;
        std::size_t const n = taller.size();
        for (std::size_t k = 0; k < n; ++k) {
            if (taller[k].base <= base || shared_area(*taller[k].shape, mine) <= rounding_area_m2) continue;
            if (taller[k].base > heights_[i].height_m) log_.count("gaps_filled", footprints_[i].id);
            Geometry shared = geos_.intersection(*taller[k].shape, mine);
            taller[k].shape = geos_.difference(*taller[k].shape, mine);
            taller.push_back({std::move(shared), base, taller[k].height});
        }
    }

    std::vector<city::Building> collect() {
        std::vector<city::Building> buildings;
        for (std::size_t i = 0; i < footprints_.size(); ++i) {
            int number = 0;
            for (auto const& piece : pieces_[i])
                for (auto& polygon : geos_.polygons(*piece.shape)) {
                    if (geos_.area(*geos_.polygon(polygon)) < least_area_m2) {
                        log_.count("slivers_dropped", footprints_[i].id);
                        continue;
                    }
                    std::string id = footprints_[i].id;
                    if (++number > 1) id += fmt::format("#{}", number);
                    buildings.push_back({std::move(id), std::move(polygon), piece.base, piece.height,
                                         heights_[i].source, footprints_[i].use, footprints_[i].mark});
                }
        }
        return buildings;
    }

    std::vector<Footprint> const& footprints_;
    std::vector<BuildingHeight> const& heights_;
    ImportLog& log_;
    Geos geos_;
    std::vector<Geometry> originals_;
    std::vector<std::pair<std::size_t, Geometry>> rests_;
    std::unique_ptr<GeometryIndex> index_;
    std::vector<std::size_t> order_;  ///< footprints, tallest first
    std::vector<std::size_t> rank_;   ///< place in that order
    std::vector<bool> dropped_;       ///< duplicates
    std::vector<std::vector<Piece>> pieces_;
};

}  // namespace

std::vector<Footprint> make_valid(std::vector<Footprint> footprints, ImportLog& log) {
    Geos const geos;
    std::vector<Footprint> kept;
    kept.reserve(footprints.size());
    for (Footprint& f : footprints) {
        if (!is_finite(f)) {
            log.count("buildings_bad_coordinates", f.id);
            continue;
        }
        auto mended = geos.mend(f.parts);
        if (!mended) {
            log.count("buildings_unrepairable", f.id);
            continue;
        }
        if (!mended->was_valid) log.count("buildings_repaired", f.id);
        f.parts = std::move(mended->parts);
        std::erase_if(f.parts, [&](auto const& part) { return geos.area(*geos.polygon(part)) < least_area_m2; });
        if (f.parts.empty())
            log.count("buildings_zero_area", f.id);
        else
            kept.push_back(std::move(f));
    }
    return kept;
}

std::vector<city::Building> make_disjoint(std::vector<Footprint> const& footprints,
                                          std::vector<BuildingHeight> const& heights, ImportLog& log) {
    HACTHANH_EXPECT(footprints.size() == heights.size());
    return Separation(footprints, heights, log).run();
}

}  // namespace hacthanh::io
