#pragma once

#include <array>

namespace hacthanh::weather {

/// Below this wind at 10 m [m/s] an hour counts as calm in logs and results. It changes nothing else: the rule for
/// calms has no threshold.
inline constexpr double calm_below_m_s = 1.0;

/// Variance of the slow meandering of the wind [m2/s2], max(0, least^2 - sigma_v^2): over an hour the lateral wind
/// varies by no less than `least`, about 0.5 m/s in all low winds (Hanna 1983,
/// doi:10.1175/1520-0450(1983)022<1424:LTIAPM>2.0.CO;2), of which turbulence is sigma_v; the angle sigma_m / U
/// therefore grows as the wind falls.
/// @param sigma_v  standard deviation of the turbulent lateral wind [m/s], >= 0
/// @param least    of all lateral motion in an hour [m/s]; 0 switches the meander off
double meander_variance(double sigma_v, double least);

/// Integral time of the meandering [s], T_m = (200 m + 350) m / (2 pi (m^2 + 1)),
/// m = 8.5 / (1 + U)^2: integral time of the meandering's autocorrelation exp(-p t) cos(q t), whose fit to
/// measurements is that of the model GRAL (Oettl, Goulart, Degrazia & Anfossi 2005,
/// doi:10.1016/j.atmosenv.2004.11.034): 38 to 44 s below 2 m/s, 10 s at 6 m/s.
/// @param wind_speed  at 10 m [m/s], >= 0
double meander_time_s(double wind_speed);

/// Diffusivity of the meandering [m2/s], to be added to K_h: variance x T_m. For long travel times, t >> T_m.
double meander_diffusivity(double wind_speed, double sigma_v, double least);

/// The wind's directions while it meanders, in standard deviations from its mean, in the order in which it visits them,
/// each for an equal time: the middles of five equally probable parts of the normal distribution, stretched to its
/// variance. Short travel times see one direction at a time, and the mean over them spreads as sigma x, as it should.
inline constexpr std::array<double, 5> meander_directions = {0, 1.463364, -0.598797, 0.598797, -1.463364};

}  // namespace hacthanh::weather
