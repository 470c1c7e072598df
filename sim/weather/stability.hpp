#pragma once

#include <optional>

namespace hacthanh::weather {

/// Sky and sun as a net radiation index needs them.
struct Sky {
    bool night = false;  ///< from one hour before sunset to one hour after sunrise
    double solar_elevation_deg = 0;
    double cloud_cover = 0;                ///< share of the sky, 0..1
    std::optional<double> ceiling_height;  ///< [m]; absent = middle clouds are assumed (7000 to 16000 ft)
};

/// Turner's net radiation index, -2 (clear night) to 4 (high sun).
///
/// Source: Turner 1964, doi:10.1175/1520-0450(1964)003<0083:ADMFAU>2.0.CO;2, as tabulated in EPA-454/R-99-005,
/// tables 6-5 and 6-6.
int net_radiation_index(Sky const& sky);

/// Turner's stability class, 1 (A) to 7 (G), from the wind at 10 m [m/s] and the net radiation index.
/// Source: Turner 1964, see above, as tabulated in EPA-454/R-99-005, table 6-4 (wind in knots, whole numbers).
int turner_class(double wind_speed, int net_radiation_index);

/// Stability class by day, 1 (A) to 4 (D), from the wind at 10 m [m/s] and the sun's radiation on the ground [W/m2].
/// Source: solar radiation / delta-T method, EPA-454/R-99-005, table 6-7, daytime part.
int radiation_class(double wind_speed, double global_radiation);

/// 1/L [1/m] of a stability class over ground of this roughness length [m].
///
/// 1/L = a + b lg z0: lines through Golder 1972, doi:10.1007/BF00769106, fig. 5, with the coefficients of Seinfeld &
/// Pandis 2006, Atmospheric Chemistry and Physics, eq. 16.83. z0 is taken into the figure's range, 0.001 to 0.5 m.
/// Class 7 counts as 6 (EPA-454/R-99-005, 6.4.1).
/// @param stability_class  1 (A) to 7 (G)
double golder_inverse_length(int stability_class, double roughness_length);

}  // namespace hacthanh::weather
