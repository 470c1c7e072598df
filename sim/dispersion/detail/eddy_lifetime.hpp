#pragma once

#include <algorithm>

namespace hacthanh::dispersion::detail {

/// [m/s] keeps logarithms and times finite where the air does not stir (above the mixed layer); our choice.
inline constexpr double least_sigma_m_s = 1e-3;
inline constexpr double longest_lifetime_s = 1e4;  ///< the same

/// 1 / T of eddies [1/s], T = 2 sigma_w^2 / (C0 eps): the Lagrangian time of the vertical, taken for all axes
/// (docs/theory/particles.md). At least 1 / longest_lifetime_s.
/// @param sigma_up     standard deviation of the vertical wind [m/s]
/// @param dissipation  of turbulent kinetic energy [m2/s3], >= 0
/// @param c0           constant of the Lagrangian structure function [1]
inline double eddy_rate(double sigma_up, double dissipation, double c0) {
    double const up = std::max(sigma_up, least_sigma_m_s);
    return std::max(0.5 * c0 * dissipation / (up * up), 1 / longest_lifetime_s);
}

}  // namespace hacthanh::dispersion::detail
