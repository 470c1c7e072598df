#pragma once

#include "sim/dispersion/detail/line_kernels.hpp"
#include "sim/dispersion/line_plume.hpp"

namespace hacthanh::dispersion::detail {

/// A plume as the kernels read it, in both precisions, and how well it is met.
struct PlumeFit {
    /// Chebyshev interpolation in l = ln(x + 1 m) and ln hypot(r, 1 m) up to `farthest` [m].
    PlumeFit(LinePlume const& plume, double height, double farthest, bool meander);

    PlumePolynomials<double> doubles{};
    PlumePolynomials<float> floats{};
    double worst_error = 0;  ///< greatest relative error of C on the axis, sigma_y and the meander

    /// sigma_y [m] at a distance, a little above (to bound).
    double sigma_y_bound(double x) const;

private:
    static constexpr int bounds = 128;
    float bound_[bounds] = {};  ///< at the upper end of a quarter of an octave of x + 1
};

/// The rules that all models share.
template <class Real>
GaussRules<Real> const& gauss_rules();

}  // namespace hacthanh::dispersion::detail
