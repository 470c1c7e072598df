#pragma once

#include "sim/weather/options.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What `hacthanh year` was asked for.
struct YearArguments {
    std::filesystem::path folder;
    std::filesystem::path weather;
    std::filesystem::path output;
    std::filesystem::path series;
    std::vector<int> years{2025};
    std::vector<std::string> species;  ///< empty = that whose removal the tables have
    double utc_offset_h = 7;
    double min_wind_m_s = weather::WeatherOptions{}.min_wind_m_s;
    std::vector<std::string> background;    ///< SPECIES=VALUE
    std::filesystem::path background_file;  ///< hour by hour (docs/formats/background.md); empty = none
    std::optional<double> latitude_deg;     ///< of the sun; default: that of the weather file
    std::optional<double> longitude_deg;    ///< east > 0
    double temperature_c = weather::WeatherOptions{}.temperature_c;  ///< where the weather does not say it
    double cloud_cover = weather::WeatherOptions{}.cloud_cover;      ///< the same, 0..1
    std::vector<double> hour_factors, weekday_factors = std::vector<double>(7, 1.0),
                                      month_factors = std::vector<double>(12, 1.0);
    int threads = 0;
    bool json = false;
};

}  // namespace hacthanh::app
