#include "sim/core/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh {
namespace {

constexpr double unstable_slope = 16;  ///< [1] Dyer 1974, doi:10.1007/BF00240838
constexpr double stable_slope = 5;     ///< [1] Dyer 1974, doi:10.1007/BF00240838
constexpr double most_unstable = -2;   ///< [1] Hoegstroem 1988, doi:10.1007/BF00119875
constexpr double most_stable = 1;      ///< [1] Webb 1970, doi:10.1002/qj.49709640708

double in_range(double zeta) { return std::clamp(zeta, most_unstable, most_stable); }

}  // namespace

double phi_m(double zeta) {
    double const z = in_range(zeta);
    return z < 0 ? std::pow(1 - unstable_slope * z, -0.25) : 1 + stable_slope * z;
}

double phi_h(double zeta) {
    double const z = in_range(zeta);
    return z < 0 ? 1 / std::sqrt(1 - unstable_slope * z) : 1 + stable_slope * z;
}

double psi_m(double zeta) {
    double const z = in_range(zeta);
    double const beyond = z == zeta ? 0 : (1 - phi_m(z)) * std::log(zeta / z);
    if (z >= 0) return beyond - stable_slope * z;
    double const x = 1 / phi_m(z);
    return beyond + 2 * std::log((1 + x) / 2) + std::log((1 + x * x) / 2) - 2 * std::atan(x) + std::numbers::pi / 2;
}

}  // namespace hacthanh
