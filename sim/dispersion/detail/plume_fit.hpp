#pragma once

#include "sim/dispersion/detail/line_kernels.hpp"
#include "sim/dispersion/line_plume.hpp"

namespace hacthanh::dispersion::detail {

/// A plume as the kernels read it, in both precisions, and how well it is met.
struct PlumeFit {
    PlumePolynomials<double> doubles{};
    PlumePolynomials<float> floats{};
    double worst_error = 0;  ///< greatest relative error of C on the axis, sigma_y and the meander

    /// sigma_y [m] at a distance, a little above (to bound).
    double sigma_y_bound(double x) const;

    static constexpr int bounds = 128;
    float bound[bounds] = {};  ///< at the upper end of a quarter of an octave of x + 1
};

/// Chebyshev interpolation in l = ln(x + 1 m) and ln hypot(r, 1 m) up to `farthest` [m]; the plume has no walls.
PlumeFit fit_open(LinePlume const& plume, double height, double farthest, bool meander);

/// What meanders from a road with walls, alone.
PlumeFit fit_meander(LinePlume const& walled, double height, double farthest);

/// The straight plume of a road with walls between two distances, across which it does not jump: the open road's times
/// the ratio of both crosswind integrals.
/// @param open, open_fit  the same road without walls
PlumeFit fit_stretch(LinePlume const& walled, LinePlume const& open, PlumeFit const& open_fit, double height,
                     double first, double last);

/// The rules that all models share.
template <class Real>
GaussRules<Real> const& gauss_rules();

}  // namespace hacthanh::dispersion::detail
