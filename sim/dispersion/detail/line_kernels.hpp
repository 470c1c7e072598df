#pragma once
/// The inner loop of the line-source model, compiled for several instruction sets (kernels_*.cpp).
///
/// The wind blows towards +x. A point source's plume is known as piecewise polynomials in l = ln(x + 1 m):
///     C(x, y) = exp(P(l) - y^2 exp(-2 S(l)) / 2),   S = ln sigma_y,
/// what meanders as one in l = ln hypot(r, 1 m): C(r) = exp(M(l)). A line is their integral along it. Polynomials may
/// stand for a stretch of x alone, as a plume jumps at a wall.
/// A polynomial has so many pieces that one coefficient of all fits into a vector of floats (two of doubles).

#include <cstddef>

namespace hacthanh::dispersion::detail {

inline constexpr std::size_t plume_pieces = 16;  ///< of each polynomial, equally long in l
inline constexpr std::size_t plume_terms = 9;    ///< of each piece
inline constexpr std::size_t most_nodes = 48;    ///< of a Gauss-Legendre rule
inline constexpr std::size_t group_floats = 16;  ///< receptors that are treated at once
inline constexpr std::size_t group_doubles = 8;

/// [term][piece]; in a piece the variable runs from -1 to 1.
template <class Real>
struct PiecewisePolynomial {
    alignas(64) Real terms[plume_terms][plume_pieces];
};

template <class Real>
struct PlumePolynomials {
    Real first_x, last_x;                   ///< the distances that it stands for [m]
    Real first_l;                           ///< ln(first_x + 1 m)
    Real pieces_per_l;                      ///< plume_pieces / (greatest l - first_l)
    PiecewisePolynomial<Real> amplitude;    ///< P
    PiecewisePolynomial<Real> log_sigma_y;  ///< S
    PiecewisePolynomial<Real> meander;      ///< M
};

/// Gauss-Legendre rules on [0, 1]: nodes and weights of the rule with n nodes begin at n * most_nodes.
template <class Real>
struct GaussRules {
    Real node[(most_nodes + 1) * most_nodes];
    Real weight[(most_nodes + 1) * most_nodes];
};

/// How finely lines are integrated.
struct LineAccuracy {
    double reach;   ///< plumes end at this many sigma_y
    double offset;  ///< nodes = offset + per_sigma * (sigmas crossed) + per_log * (factor in distance, logarithm)
    double per_sigma;
    double per_log;
};

/// A straight piece of road in the frame of the wind, relative to the middle of its receptors' block.
struct WindSegment {
    double x, y;    ///< of its beginning [m]
    double dx, dy;  ///< to its end [m]
    double length;  ///< [m]
};

/// One group of receptors against some segments.
template <class Real>
struct LineTask {
    PlumePolynomials<Real> const* plume;
    GaussRules<Real> const* rules;
    LineAccuracy accuracy;
    WindSegment const* segments;
    std::size_t n_segments;
    double const* rates;  ///< [segment][species] [kg/(m s)]
    std::size_t n_species;
    Real const* x;  ///< of the receptors, one group
    Real const* y;
    Real* sums;       ///< [species][group] [kg/m3], 64-byte aligned; added to
    bool straight;    ///< the straight plume of every segment
    bool meandering;  ///< what meanders of every segment
};

struct LineKernels {
    char const* name;
    void (*add_floats)(LineTask<float> const&);
    void (*add_doubles)(LineTask<double> const&);
};

extern LineKernels const line_kernels_base;
#if defined(__x86_64__)
extern LineKernels const line_kernels_v3;
extern LineKernels const line_kernels_v4;
#endif

LineKernels const& best_line_kernels();

}  // namespace hacthanh::dispersion::detail
