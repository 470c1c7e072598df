#pragma once

#include "sim/city/geometry.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/line_plume.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hacthanh::dispersion {

/// A straight piece of road; one without length is a point.
struct RoadPiece {
    city::Point from;
    city::Point to;
    std::uint32_t source = 0;  ///< index into the sources of the model

    bool is_point() const { return from.x == to.x && from.y == to.y; }
};

/// How the line-source model computes.
struct LineSourceOptions {
    double tolerance = 1e-6;     ///< of one piece at one receptor, relative to its plume's greatest value, (0, 0.1]
    bool meander = true;         ///< with what the slow turning of the wind carries, also upwind
    double farthest_m = 20'000;  ///< pieces further off are left out
};

/// Concentrations beside roads by integration of point plumes along them (RLINE, see LinePlume), for whole regions.
///
/// Every receptor integrates only the part of a piece that its plume reaches, with Gauss-Legendre nodes that lie evenly
/// in the logarithm of distance and are as many as the plume's width and the range of distances ask for: two far off,
/// up to 48 beside the road. From `tolerance` >= 1e-5 on in single precision. Splitting a piece does not change the sum
/// beyond the tolerance. Points are their plumes, without integration; they take no barriers. Pieces with barriers take
/// two or three passes and, to begin with, a millisecond for each kind. A receptor on the road itself has its
/// concentration in the middle of the wakes. One height for all receptors, which should be near the ground (z < about 5
/// m): far above the plume its rim is not resolved. Same bits for any number of threads and every instruction set.
/// Thread-safe. Cost about 1-30 ns for each pair.
class LineSource {
public:
    /// @param wind_from_deg  clockwise from north
    /// @param sources        the kinds of road
    /// @param height         of all receptors [m]
    LineSource(SurfaceLayer const& air, double wind_from_deg, std::vector<RoadSource> const& sources, double height,
               LineSourceOptions const& options);
    LineSource(LineSource&&) noexcept;
    ~LineSource();

    /// Concentrations [kg/m3], [species][receptor].
    /// @param rates  emission rates [kg/(m s)], of points [kg/s], [piece][species]
    std::vector<std::vector<double>> concentrations(std::span<RoadPiece const> pieces, std::span<double const> rates,
                                                    std::size_t n_species, std::span<city::Point const> receptors,
                                                    Parallel const& parallel) const;

    /// What one piece of unit rate gives at one receptor [s/m2], integrated adaptively to a relative 1e-10 from the
    /// plume's own formulas: the yardstick. Some milliseconds. Of a point the formulas themselves [s/m3].
    double integral(RoadPiece const& piece, city::Point receptor) const;

    /// Greatest relative error of the polynomials that stand for the plumes.
    double fit_error() const;

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace hacthanh::dispersion
