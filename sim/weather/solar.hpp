#pragma once

namespace hacthanh::weather {

/// Height of the sun's centre over the horizon [degrees], without refraction.
///
/// Low-precision formulas of the Astronomical Almanac (Michalsky 1988, doi:10.1016/0038-092X(88)90045-X), good to about
/// 0.01 degrees from 1950 to 2050.
/// @param time_utc_s  seconds since 1970-01-01 00:00 UTC
/// @param latitude_deg, longitude_deg  north and east > 0
double solar_elevation_deg(double time_utc_s, double latitude_deg, double longitude_deg);

/// Sun on level ground, direct and diffuse [W/m2]: (990 sin h - 30) (1 - 0.75 N^3.4), 0 below the horizon.
///
/// Source: Holtslag & van Ulden 1983, doi:10.1175/1520-0450(1983)022<0517:ASSFDE>2.0.CO;2, after Kasten & Czeplak 1980
/// (turbidity of middle latitudes).
/// @param elevation_deg  height of the sun h  @param cloud_cover  share of the sky N, 0..1
double global_radiation(double elevation_deg, double cloud_cover);

}  // namespace hacthanh::weather
