#pragma once

namespace hacthanh::weather {

/// Height of the sun's centre over the horizon [degrees], without refraction.
///
/// Low-precision formulas of the Astronomical Almanac (Michalsky 1988, doi:10.1016/0038-092X(88)90045-X), good to about
/// 0.01 degrees from 1950 to 2050.
/// @param time_utc_s  seconds since 1970-01-01 00:00 UTC
/// @param latitude_deg, longitude_deg  north and east > 0
double solar_elevation_deg(double time_utc_s, double latitude_deg, double longitude_deg);

}  // namespace hacthanh::weather
