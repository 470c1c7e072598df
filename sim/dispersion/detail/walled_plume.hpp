#pragma once

#include "sim/city/geometry.hpp"
#include "sim/dispersion/line_plume.hpp"

#include <vector>

namespace hacthanh::dispersion::detail {

/// The plume of a road with walls at one height, tabulated, and its integral along a piece of that road.
///
/// The plume jumps at the downwind wall, so that it has one table before it and one behind, each of 512 intervals in
/// the logarithm of distance, linear between them: relative error some 1e-4. Thread-safe.
class WalledPlume {
public:
    /// @param farthest  [m] @param meander  with what the slow turning of the wind carries
    WalledPlume(LinePlume const& plume, double height, double farthest, bool meander);

    /// Integral over a piece of unit rate [s/m2]. @param from, to  from the ends of the piece to the receptor, x along
    /// the wind [m] @param tolerance  of parts of the integral, over the greatest value on the piece
    double integral(city::Point from, city::Point to, double tolerance) const;

private:
    /// A positive function of x > start, as its logarithm.
    struct Table {
        double start = 0;
        double per_l = 0;  ///< nodes per unit of l = ln(1 + x - start)
        std::vector<double> logarithms;
        double operator()(double x) const;
    };
    template <class Function>
    static Table table(Function const& function, double start, double end, double offset);
    double straight(double x, double y) const;

    double wall_;  ///< distance of the downwind wall; farthest without one [m]
    double farthest_;
    bool meander_;
    Table before_, behind_;  ///< C on the axis over sigma_y's Gaussian [s/m3]
    Table sigma_y_;          ///< [m]
    Table around_;           ///< C of what meanders [s/m3]
};

}  // namespace hacthanh::dispersion::detail
