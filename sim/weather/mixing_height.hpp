#pragma once

namespace hacthanh::weather {

/// What a diagnosed mixing height depends on.
struct MixingInput {
    double friction_velocity = 0;       ///< at the met site [m/s], > 0
    double inverse_obukhov_length = 0;  ///< [1/m]
    double temperature = 298.15;        ///< of the air [K]
    double latitude_deg = 0;            ///< taken as at least 5 degrees from the equator
    double lapse_rate = 0.005;          ///< of potential temperature above the mixed layer [K/m], > 0
};

/// Depth of the layer that wind alone keeps mixed [m], at least 50 m (our choice).
///
/// 1/h^2 = f^2 / (C_R u*)^2 + N |f| / (C_CN u*)^2 + |f| / (C_NS^2 kappa u* L): truly neutral, neutral under a stable
/// atmosphere, and stable ground; the last term only for L > 0. C_R = 0.6, C_CN = 1.36, C_NS = 0.51. Source:
/// Zilitinkevich, Esau & Baklanov 2007, doi:10.1002/qj.27, eq. 8, with N^2 = g/T x lapse rate.
double mechanical_mixing_height(MixingInput const& input);

/// Upward heat flux over density and heat capacity [K m/s], -u*^3 T / (kappa g L); > 0 in unstable air.
double kinematic_heat_flux(MixingInput const& input);

/// What the square of the convective mixing height grows by in `duration` seconds [m2]: 2 (1 + 2A) Q dt / lapse rate, a
/// mixed layer that eats into a stable one, with the entrainment A = 0.2 at its top.
/// Source: Tennekes 1973, doi:10.1175/1520-0469(1973)030<0558:AMFTDO>2.0.CO;2, without his wind term. 0 unless Q > 0.
double convective_growth(MixingInput const& input, double duration);

}  // namespace hacthanh::weather
