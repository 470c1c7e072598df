#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::state {

/// What a met site reported at one moment. What is absent was not measured.
struct WeatherObservation {
    double time_utc_s = 0;                    ///< seconds since 1970-01-01 00:00 UTC
    std::size_t line = 0;                     ///< in its file, for messages
    std::optional<double> wind_speed;         ///< at 10 m [m/s], >= 0
    std::optional<double> wind_from_deg;      ///< clockwise from north, 0..360; absent also for variable directions
    std::optional<double> temperature;        ///< of the air [K]
    std::optional<double> cloud_cover;        ///< share of the sky, 0..1
    std::optional<double> ceiling_height;     ///< of the lowest broken or overcast clouds [m]
    std::optional<double> global_radiation;   ///< sun on the level ground, direct and diffuse [W/m2]
    std::optional<double> friction_velocity;  ///< at the met site [m/s]
    std::optional<double> inverse_obukhov_length;  ///< 1/L at the met site [1/m]
    std::optional<double> mixing_height;           ///< [m]
};

/// One class of a wind rose: how often the wind is like this.
struct WindRoseClass {
    std::size_t line = 0;
    double frequency = 0;   ///< share of the time; the shares of a rose add up to 1
    double wind_speed = 0;  ///< at 10 m [m/s], >= 0
    double wind_from_deg = 0;
    char stability = 'D';                 ///< Pasquill class A (very unstable) to F (stable)
    std::optional<double> mixing_height;  ///< [m]
};

/// A weather file: observations in order of time, or a wind rose.
struct WeatherRecord {
    std::string file;                     ///< for messages
    std::string format;                   ///< "csv", "isd-lite", "ghcnh", "epw" or "rose"
    std::string site;                     ///< name or number of the met site; may be empty
    std::optional<double> latitude_deg;   ///< north > 0
    std::optional<double> longitude_deg;  ///< east > 0
    std::vector<WeatherObservation> observations;
    std::vector<WindRoseClass> rose;
    std::vector<std::string> notes;  ///< what the reader left out and why
};

}  // namespace hacthanh::state
