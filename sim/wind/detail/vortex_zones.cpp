#include "sim/wind/detail/vortex_zones.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace hacthanh::wind::detail {
namespace {

constexpr double upwind_top = 0.6;       ///< of H; Roeckle 1990
constexpr double upwind_inner = 0.4;     ///< of L_F; Bagal et al. 2004
constexpr double upwind_slowest = 0.4;   ///< of the wind; Bagal et al. 2004
constexpr double mixing_growth = 0.181;  ///< d(vorticity thickness)/dx over (U1 - U2)/(U1 + U2); Brown & Roshko 1974

}  // namespace

BlockShape shape_of(Block const& block, Direction wind) {
    double low = std::numeric_limits<double>::max();
    double high = -low;
    for (auto const* footprint : block.footprints)
        for (auto const corner : footprint->outer) {
            double const t = along(wind, corner).t;
            low = std::min(low, t);
            high = std::max(high, t);
        }
    BlockShape shape;
    shape.foot = block.base_m;
    shape.height = block.top_m - block.base_m;
    shape.width = high - low;
    shape.length = block.area_m2 / shape.width;
    shape.t_centre = 0.5 * (low + high);
    double const h = shape.height;
    double const wide = std::min(shape.width / h, 10.0);         // range of the fits, Kaplan & Dinar 1996
    double const deep = std::clamp(shape.length / h, 0.3, 3.0);  // the same
    shape.cavity_length = 1.8 * wide / (std::pow(deep, 0.3) * (1 + 0.24 * wide)) * h;
    shape.upwind_length = 1.5 * wide / (1 + 0.8 * wide) * h;
    double const smaller = std::min(h, shape.width);
    double const larger = std::min(std::max(h, shape.width), 8 * smaller);  // Wilson 1979
    double const scale = std::cbrt(smaller * smaller * larger);
    shape.vortex_length = 0.9 * scale;
    shape.vortex_depth = 0.22 * scale;
    return shape;
}

double cavity_reach(BlockShape const& shape, double y, double z) {
    double const up = z / shape.height;
    double const aside = 2 * y / shape.width;
    if (up >= 1 || up < 0 || std::abs(aside) >= 1) return 0;
    return shape.cavity_length * std::sqrt((1 - up * up) * (1 - aside * aside));
}

double cavity_speed(BlockShape const& shape, double x, double y, double reach) {
    double const left = 1 - x / reach;
    return -left * left * std::sqrt(std::max(0.0, 1 - std::abs(2 * y / shape.width)));
}

double wake_share(double x, double reach) {
    double const ratio = reach / x;
    return 1 - ratio * std::sqrt(ratio);
}

std::optional<UpwindFlow> upwind_flow(BlockShape const& shape, double x, double y, double z) {
    double const up = z / (upwind_top * shape.height);
    double const aside = 2 * y / shape.width;
    if (up >= 1 || up < 0 || std::abs(aside) >= 1) return std::nullopt;
    double const outer = shape.upwind_length * std::sqrt((1 - up * up) * (1 - aside * aside));
    if (x >= outer) return std::nullopt;
    double const inner = upwind_inner * outer;
    if (x >= inner) return UpwindFlow{upwind_slowest + (1 - upwind_slowest) * (x - inner) / (outer - inner), false, 0};
    double const phase = std::numbers::pi * x / (upwind_inner * shape.upwind_length);
    return UpwindFlow{0, true, -(0.1 * std::cos(phase) - 0.05)};
}

std::optional<double> edge_vortex_speed(BlockShape const& shape, double x, double h) {
    double const middle = shape.vortex_length / 2;
    double const away = (x - middle) / middle;
    if (h < 0 || std::abs(away) >= 1) return std::nullopt;
    double const edge = shape.vortex_depth * std::sqrt(1 - away * away);
    if (h >= edge) return std::nullopt;
    return 2 * h / edge - 1;
}

ZoneFlow canyon_flow(double x, double z, double gap, double depth, double up_share) {
    double const wave = std::numbers::pi / gap;
    double const ky = wave * (z - depth);
    double const growth = std::exp(ky);
    double const ground = std::exp(-2 * wave * depth);
    double const mirrored = std::exp(-wave * (z + depth));
    double const rising = x < gap / 2 ? up_share : 1;
    double const along = 1 - rising * (1 - std::sin(wave * x));
    ZoneFlow flow;
    flow.s = std::min(0.0, (growth * (1 + ky) - mirrored * (1 - ky)) / (1 - ground)) * along;
    flow.w = -ky * (growth - mirrored) / (1 - ground) * std::cos(wave * x) * rising;
    return flow;
}

double rising_share(double length, double depth) { return length / (length + 2 * depth); }

double shear_share(double x, double z) {
    double const thickness = mixing_growth * std::max(x, 0.0);
    if (std::abs(z) >= 2 * thickness) return z > 0 ? 1 : 0;
    return 0.5 * (1 + std::erf(std::sqrt(std::numbers::pi) * z / thickness));
}

}  // namespace hacthanh::wind::detail
