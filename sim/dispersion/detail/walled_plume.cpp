#include "sim/dispersion/detail/walled_plume.hpp"

#include "sim/dispersion/detail/adaptive_simpson.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::dispersion::detail {
namespace {

constexpr int intervals = 512;
constexpr std::size_t panels = 16;  ///< of a piece before it is refined; our choice
constexpr double reach = 6;         ///< sigma_y to either side; e^-18 of the axis is beyond
constexpr double tiny = 1e-300;

}  // namespace

double WalledPlume::Table::operator()(double x) const {
    double const place = std::log1p(std::max(x - start, 0.0)) * per_l;
    auto const n = std::min(static_cast<std::size_t>(place), logarithms.size() - 2);
    double const part = std::min(place - static_cast<double>(n), 1.0);
    return std::exp(logarithms[n] + part * (logarithms[n + 1] - logarithms[n]));
}

/// @param offset  how far behind `start` the first node lies [m]
template <class Function>
WalledPlume::Table WalledPlume::table(Function const& function, double start, double end, double offset) {
    Table found{start, intervals / std::log1p(end - start), {}};
    for (int n = 0; n <= intervals; ++n)
        found.logarithms.push_back(
            std::log(std::max(function(start + std::max(std::expm1(n / found.per_l), offset)), tiny)));
    return found;
}

WalledPlume::WalledPlume(LinePlume const& plume, double height, double farthest, bool meander)
    : farthest_(farthest), meander_(meander) {
    auto const& walls = *plume.source().barriers;
    wall_ = walls.downwind_height > 0 ? std::min(walls.downwind_distance, farthest) : farthest;
    auto const axis = [&](double x) {
        double const share = meander ? 1 - plume.meander_share(x) : 1.0;
        return share * plume.crosswind_integral(x, height) /
               (std::sqrt(2 * std::numbers::pi) * plume.spread(x).sigma_y);
    };
    before_ = table(axis, 0, wall_, 0);
    if (wall_ < farthest) behind_ = table(axis, wall_, farthest, 1e-9 * wall_);
    sigma_y_ = table([&](double x) { return plume.spread(x).sigma_y; }, 0, farthest, 0);
    if (meander)
        around_ = table([&](double r) { return plume.meander_share(r) * plume.meander_concentration(r, height); }, 0,
                        farthest, 0);
}

double WalledPlume::straight(double x, double y) const {
    double const across = y / sigma_y_(x);
    return (x > wall_ ? behind_(x) : before_(x)) * std::exp(-0.5 * across * across);
}

double WalledPlume::integral(city::Point from, city::Point to, double tolerance) const {
    double const dx = to.x - from.x;
    double const dy = to.y - from.y;
    double const length = std::hypot(dx, dy);
    auto const at = [&](double t) { return city::Point{from.x + t * dx, from.y + t * dy}; };
    double low = 0;
    double high = 1;
    /// Keeps the part of [low, high] where first + t * slope lies between two limits.
    auto const keep = [&](double first, double slope, double least, double most) {
        if (slope == 0) {
            if (first < least || first > most) high = low;
            return;
        }
        double const a = (least - first) / slope;
        double const b = (most - first) / slope;
        low = std::max(low, std::min(a, b));
        high = std::max(low, std::min(high, std::max(a, b)));
    };
    keep(from.x, dx, 0, farthest_);
    double sum = 0;
    if (low < high) {
        double const width = reach * sigma_y_(std::max(at(low).x, at(high).x));
        keep(from.y, dy, -width, width);
    }
    if (low < high) {
        auto const f = [&](double t) {
            auto const p = at(t);
            return straight(p.x, p.y);
        };
        double const wall = dx == 0 ? -1 : (wall_ - from.x) / dx;  // where the receptor lies at the wall
        if (wall > low && wall < high) {
            double const gap = 1e-9;  // neither part may see the other side of the jump
            sum += integrate<panels>(f, low, std::max(low, wall - gap), tolerance) +
                   integrate<panels>(f, std::min(high, wall + gap), high, tolerance);
        } else {
            sum += integrate<panels>(f, low, high, tolerance);
        }
    }
    if (meander_) {
        auto const f = [&](double t) {
            auto const p = at(t);
            return around_(std::hypot(p.x, p.y));
        };
        double const foot = std::clamp(-(from.x * dx + from.y * dy) / (length * length), 0.0, 1.0);
        if (foot > 0) sum += integrate<panels>(f, 0, foot, tolerance);
        if (foot < 1) sum += integrate<panels>(f, foot, 1, tolerance);
    }
    return sum * length;
}

}  // namespace hacthanh::dispersion::detail
