#pragma once

namespace hacthanh::weather {

/// Below this wind at 10 m [m/s] an hour counts as calm in logs and results. It changes nothing else: the rule for
/// calms has no threshold.
inline constexpr double calm_below_m_s = 1.0;

/// Diffusivity [m2/s] of the slow meandering of the wind, to be added to K_h: sigma_m^2 T_m.
///
/// sigma_m^2 = max(0, least^2 - sigma_v^2): over an hour the lateral wind varies by no less than `least`, about 0.5 m/s
/// in all low winds (Hanna 1983, doi:10.1175/1520-0450(1983)022<1424:LTIAPM>2.0.CO;2), of which turbulence is sigma_v;
/// the angle sigma_m / U therefore grows as the wind falls. T_m = (200 m + 350) m / (2 pi (m^2 + 1)) seconds,
/// m = 8.5 / (1 + U)^2: integral time of the meandering's autocorrelation exp(-p t) cos(q t), whose fit to
/// measurements is that of the model GRAL (Oettl, Goulart, Degrazia & Anfossi 2005,
/// doi:10.1016/j.atmosenv.2004.11.034). Long travel times are assumed: t >> T_m, which is 38 to 44 s below 2 m/s.
/// @param wind_speed  at 10 m [m/s], >= 0
/// @param sigma_v     standard deviation of the turbulent lateral wind [m/s], >= 0
/// @param least       of all lateral motion in an hour [m/s]; 0 switches the meander off
double meander_diffusivity(double wind_speed, double sigma_v, double least);

}  // namespace hacthanh::weather
