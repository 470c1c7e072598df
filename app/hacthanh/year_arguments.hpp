#pragma once

#include "sim/weather/options.hpp"

#include <filesystem>
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
    std::vector<std::string> background;  ///< SPECIES=VALUE
    std::vector<double> hour_factors, weekday_factors = std::vector<double>(7, 1.0),
                                      month_factors = std::vector<double>(12, 1.0);
    int threads = 0;
    bool json = false;
};

}  // namespace hacthanh::app
