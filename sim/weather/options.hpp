#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace hacthanh::weather {

/// Settings of the weather (`[weather]`): constant, or from a file of observations or a wind rose.
struct WeatherOptions {
    double wind_speed_m_s = 0;                     ///< at 10 m over open ground at the met site, >= 0, no default
    double wind_from_deg = 0;                      ///< clockwise from north, 0..360, no default
    double met_site_roughness_m = 0.03;            ///< open grass (WMO-No. 8), > 0
    double roughness_length_m = 0.8;               ///< of the city, > 0
    double displacement_height_m = 0;              ///< of the city, >= 0
    double blending_height_m = 60;                 ///< where both profiles agree (Wieringa 1986), > 10
    std::optional<double> monin_obukhov_length_m;  ///< absent = neutral; > 0 stable, < 0 unstable
    double mixing_height_m = 800;                  ///< caps diffusivity, > 0

    std::filesystem::path file;      ///< observations or wind rose, in place of wind_speed_m_s and wind_from_deg
    std::string format = "auto";     ///< of the file: auto, csv, isd-lite, ghcnh, epw, rose
    int rose_class = 0;              ///< row of a wind rose that blows during the run, from 1; 0 = none chosen
    double update_interval_s = 600;  ///< the wind changes this often, > 0
    double max_gap_hours = 3;        ///< observations further apart than this are not interpolated, > 0
    std::string stability = "auto";  ///< of a file: auto, neutral, given, cloud, radiation
    std::string mixing = "given";    ///< mixing height: given or diagnosed
    double lapse_rate_k_m = 0.005;   ///< of potential temperature above the mixed layer [K/m], for diagnosed, > 0
    std::optional<double> inversion_height_m;  ///< lid of a winter inversion over whatever mixing height, > 0
    std::optional<double> latitude_deg;        ///< of the met site; absent = as in the file or the road network
    std::optional<double> longitude_deg;       ///< east > 0
    double temperature_c = 25;                 ///< of the air, where no file says it
    double cloud_cover = 0.5;                  ///< share of the sky, where no file says it, 0..1
    double min_wind_m_s = 0.5;                 ///< least transport wind at 10 m at the met site, > 0
    double meander_m_s = 0.5;  ///< least standard deviation of the lateral wind in an hour (Hanna 1983), >= 0
    /// Standard deviation of the slow turning of the wind, in place of what meander_m_s gives [deg], 0..60.
    std::optional<double> meander_sigma_deg;
    std::string meander = "diffusivity";  ///< how it spreads pollutants: "diffusivity" or "directions"
};

}  // namespace hacthanh::weather
