#pragma once

#include "sim/state/inflow_profile.hpp"

#include <optional>

namespace hacthanh::dispersion {

/// The air near the ground as steady similarity profiles, uniform in plan.
struct SurfaceLayer {
    double friction_velocity = 0;       ///< u* [m/s], > 0
    double roughness_length = 0;        ///< [m], > 0
    double displacement_height = 0;     ///< [m]
    double inverse_obukhov_length = 0;  ///< 1/L [1/m]
    double mixing_height = 1000;        ///< [m], > 0
    double sigma_v = 0;                 ///< standard deviation of wind across its mean [m/s], > 0

    /// Mean wind [m/s], 0 below roughness and displacement; logarithm with psi_m (sim/core/similarity.hpp).
    double speed(double height) const;
};

/// The same from what the weather gives; sigma_v^2 = (1.9 u*)^2 + (0.6 w*)^2 (Venkatram et al. 2013,
/// Atmos. Environ. 77, 846).
SurfaceLayer surface_layer(state::InflowProfile const& profile);

/// A wall beside a road. Both at once are allowed.
struct Barriers {
    double downwind_height = 0;    ///< of a wall that the plume meets [m]; 0 = none
    double downwind_distance = 0;  ///< to it from the source, along the wind [m]
    double upwind_height = 0;      ///< of a wall that shelters the source [m]; 0 = none
    double upwind_distance = 0;    ///< from it to the source, along the wind [m]
};

/// RLINE's own vertical spread with the coefficients of AERMOD 23132, see LinePlume [m].
/// @param x  from the source [m], >= 0  @param steepness  u* over the effective wind [1]
double rline_sigma_z(double x, double steepness, double inverse_obukhov_length);

/// How pollution leaves a road.
struct RoadSource {
    double height = 0;    ///< [m], >= 0
    double sigma_z0 = 0;  ///< vertical spread of the vehicles' wakes, or of a cutting: depth / 2.15 [m], >= 0
    double sigma_y0 = 0;  ///< spread over the road's width [m], >= 0
    std::optional<Barriers> barriers{};
    double loss_rate = 0;  ///< first-order decay of what is emitted [1/s], >= 0
};

/// The source of vehicles of a height: their wake is 1.7 times as high, the release in its middle and sigma_z0 that
/// over 2.15 (US EPA 2021, Transportation Conformity Guidance EPA-420-B-21-037, appendix J). @param width_m  of the
/// road
RoadSource vehicle_wake(double vehicle_height_m, double width_m);

/// The steady plume of a point near the ground.
///
/// RLINE (Snyder et al. 2013, doi:10.1016/j.atmosenv.2013.05.074) with the coefficients of AERMOD 23132 (2023):
///
///     sigma_z = 0.70 (u*/U) x / (1 + 1.5 (u*/U) (x/L)^(2/3))    stable
///     sigma_z = 0.70 (u*/U) x (1 + 1.0 (u*/U) |x/L|)            unstable
///     sigma_y = (sigma_v x / U) (1 + 78 X)^-0.3, X = sigma_v x / (U zi)   (Cimorelli et al. 2005,
///                                                                doi:10.1175/JAM2227.1)
///     U = sqrt(2 sigma_v^2 + u(z)^2) at the plume's mean height z, found by iteration
///
/// with first-order decay exp(-rate x / U) over the travel time (AERMOD's half life; US EPA 2023, EPA-454/R-23-008),
/// with the source's own spreads added in quadrature and reflections at ground and mixing height. sigma_y is AERMOD's,
/// not RLINE's: the spread of direction is an input here. Barriers: Venkatram et al. 2021 (mixed
/// wake) and the shifted source of upwind walls, both as AERMOD 23132 codes them.
/// Limits: steady and flat; 1 m to some 20 km; x counts as at least 1 m (hypot(x, 1 m), smooth where AERMOD cuts).
/// Cost of a call: some microseconds. Thread-safe.
class LinePlume {
public:
    LinePlume(SurfaceLayer const& air, RoadSource const& source);

    /// Spreads and speed at a distance.
    struct Spread {
        double sigma_z;  ///< [m]
        double sigma_y;  ///< [m]
        double speed;    ///< effective wind U [m/s]
    };
    Spread spread(double x) const;

    /// Integral of C across the wind over the release rate [s/m2], at distance x > 0 and height z [m].
    double crosswind_integral(double x, double z) const;

    /// C over the release rate [s/m3] of the straight plume; 0 upwind.
    double concentration(double x, double y, double z) const;

    /// Share of pollution that the meandering wind carries all around, f = (2 sigma_v^2 + u^2 (1 - exp(-t / 24 h))) /
    /// U^2 with t = x / U (Cimorelli et al. 2005), and its C over the release rate [s/m3] at distance r: the same in
    /// all directions, crosswind_integral(r, z) / (2 pi r). Beside walls it leaves at 3/4 of the higher one, deeper by
    /// 1/4 of it, over the rougher surface, on all sides (AERMOD 23132, its meander-only cases).
    double meander_share(double x) const;
    double meander_concentration(double r, double z) const;

    /// The walls change the straight plume on the way from the road to the downwind wall, not behind it alone.
    bool is_sheltered() const;

    SurfaceLayer const& air() const { return air_; }
    RoadSource const& source() const { return source_; }

private:
    /// Air over a surface that a barrier made rougher: u* x alpha, L x alpha^3.
    struct Surface {
        double alpha = 1;
        double extra_sigma_z = 0;  ///< added in quadrature
        double lift = 0;           ///< of the mean height
    };
    double inert_integral(double x, double z) const;
    double kept(double x) const;  ///< share that has not decayed
    double own_sigma_z(double x, double speed, Surface const& surface) const;
    Spread spread(double x, double height, double sigma_z0, Surface const& surface) const;
    double behind_barrier(double x, double z, double height) const;

    /// Height at which the source emits, lifted by a wall that shelters it.
    double emission_height() const;

    SurfaceLayer air_;
    RoadSource source_;
    double sigma_z_at_wall_ = 0;  ///< of the downwind wall, with the wall's own mixing [m]
};

/// Vertical share of a Gaussian plume [1/m] with reflection at ground and lid: sum over |j| <= 3 of
/// [exp(-(z-h+2jzi)^2 / 2s^2) + exp(-(z+h+2jzi)^2 / 2s^2)] / (sqrt(2 pi) s); 1/zi once s > 1.6 zi.
double vertical_share(double z, double height, double sigma_z, double mixing_height);

}  // namespace hacthanh::dispersion
