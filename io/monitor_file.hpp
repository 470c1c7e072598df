#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// Where a monitoring station stands, as its table says it.
struct MonitorPlace {
    std::string name;
    bool on_earth = false;  ///< x, y are longitude and latitude [degrees, WGS 84]; else network coordinates [m]
    double x = 0;
    double y = 0;
    std::optional<double> height_m;  ///< over ground
};

/// One measured mean.
struct MonitorValue {
    std::string station;
    std::string species;     ///< as the program names it: "PM25" for PM2.5
    double begin_utc_s = 0;  ///< seconds since 1970-01-01 00:00 UTC
    double hours = 1;        ///< averaging time
    double ug_m3 = 0;        ///< >= 0
    std::size_t line = 0;
};

struct MonitorTable {
    std::vector<MonitorPlace> places;  ///< of those stations whose rows give one
    std::vector<MonitorValue> values;
    std::size_t n_empty = 0;  ///< rows without a value (empty, NA or NaN)
};

/// Reads what monitoring stations measured (docs/formats/monitors.md).
/// @param utc_offset_s  of times that name no zone
/// Throws InputError with file:line, what is wrong and the rule.
MonitorTable read_monitors(std::filesystem::path const& file, double utc_offset_s);

}  // namespace hacthanh::io
