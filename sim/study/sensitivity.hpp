#pragma once
/// Which factors matter. Points lie in the unit cube, row after row [point][factor]; the caller maps each coordinate to
/// its factor's range. Same arguments, same bits; every function is a pure one and safe on any thread.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hacthanh::study {

/// Elementary effects of one factor, in the unit of the answer per whole range of the factor.
struct MorrisIndices {
    double mu = 0;       ///< mean effect
    double mu_star = 0;  ///< mean of the absolute effects: how much the factor matters
    double sigma = 0;    ///< their standard deviation (n - 1): curvature or interplay; NaN with one trajectory
};

/// Trajectories of n_factors + 1 points that change one factor at a time, in random order and direction, by
/// levels / (2 (levels - 1)) on a grid of `levels` (Morris 1991, doi:10.1080/00401706.1991.10484804).
/// Throws InputError for levels that are odd or below 2.
std::vector<double> morris_points(std::size_t n_factors, std::size_t n_trajectories, std::size_t levels,
                                  std::uint32_t seed);

/// Indices of every factor (mu*: Campolongo et al. 2007, doi:10.1016/j.envsoft.2006.10.004).
/// @param points  of morris_points()  @param values  the answer at each of them
/// Throws InputError when the sizes do not fit, or a step changes none or several factors, or a value is not finite:
/// effects need whole trajectories.
std::vector<MorrisIndices> morris_indices(std::size_t n_factors, std::span<double const> points,
                                          std::span<double const> values);

/// Shares of the variance of the answer.
struct SobolIndices {
    double first = 0;  ///< by the factor alone
    double total = 0;  ///< by the factor and all its interplay
};

/// Points of the radial design of Saltelli et al. 2010: n of matrix A, n of B, then for every factor n of A with that
/// factor's column of B; n_base (n_factors + 2) points. Coordinates are independent and uniform.
std::vector<double> sobol_points(std::size_t n_factors, std::size_t n_base, std::uint32_t seed);

/// First-order indices S_i = mean(f(B) (f(AB_i) - f(A))) / V by Saltelli et al. 2010 (doi:10.1016/j.cpc.2009.09.018)
/// and total ones T_i = mean((f(A) - f(AB_i))^2) / 2V by Jansen 1999 (doi:10.1016/S0010-4655(98)00154-4), of the answer
/// less its mean over A and B, V its variance there. Their error falls as 1 / sqrt(n_base); estimates may lie a little
/// outside [0, 1].
/// @param values  the answer at each of sobol_points()
/// Throws InputError when the sizes do not fit, a value is not finite, or the answer never changes (V = 0).
std::vector<SobolIndices> sobol_indices(std::size_t n_factors, std::span<double const> values);

}  // namespace hacthanh::study
