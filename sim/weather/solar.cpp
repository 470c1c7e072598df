#include "sim/weather/solar.hpp"

#include <cmath>
#include <numbers>

namespace hacthanh::weather {
namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double j2000_utc_s = 946728000;  ///< 2000-01-01 12:00 UTC in seconds since 1970

}  // namespace

double solar_elevation_deg(double time_utc_s, double latitude_deg, double longitude_deg) {
    // All numbers: Michalsky 1988, doi:10.1016/0038-092X(88)90045-X, angles in degrees, n in days since J2000.
    double const n = (time_utc_s - j2000_utc_s) / 86400;
    double const mean_longitude = 280.460 + 0.9856474 * n;
    double const mean_anomaly = (357.528 + 0.9856003 * n) * degree;
    double const ecliptic_longitude =
        (mean_longitude + 1.915 * std::sin(mean_anomaly) + 0.020 * std::sin(2 * mean_anomaly)) * degree;
    double const obliquity = (23.439 - 0.0000004 * n) * degree;
    double const right_ascension =
        std::atan2(std::cos(obliquity) * std::sin(ecliptic_longitude), std::cos(ecliptic_longitude));
    double const declination = std::asin(std::sin(obliquity) * std::sin(ecliptic_longitude));
    double const hour = std::fmod(std::fmod(time_utc_s, 86400) + 86400, 86400) / 3600;
    double const sidereal_hours = 6.697375 + 0.0657098242 * n + hour;
    double const hour_angle = (15 * sidereal_hours + longitude_deg) * degree - right_ascension;
    double const latitude = latitude_deg * degree;
    double const sine =
        std::sin(declination) * std::sin(latitude) + std::cos(declination) * std::cos(latitude) * std::cos(hour_angle);
    return std::asin(std::fmin(1.0, std::fmax(-1.0, sine))) / degree;
}

double global_radiation(double elevation_deg, double cloud_cover) {
    double const clear = 990 * std::sin(elevation_deg * degree) - 30;
    return std::fmax(0.0, clear) * (1 - 0.75 * std::pow(cloud_cover, 3.4));
}

}  // namespace hacthanh::weather
