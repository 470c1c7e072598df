#include "io/detail/weather_formats.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hacthanh::io::detail {
namespace {

constexpr double zero_celsius = 273.15;  ///< [K]
constexpr long missing = -9999;
enum Field { year, month, day, hour, temperature, dew_point, pressure, direction, speed, sky, rain_1h, rain_6h, count };

/// Share of the sky of an ISD-lite sky condition code: oktas, 9 = obscured, 10 to 19 words for parts of the sky.
std::optional<double> cloud_of(long code, std::string const& where) {
    if (code == missing) return std::nullopt;
    require_range(static_cast<double>(code), 0, 19, where, "the sky condition code");
    if (code <= 8) return static_cast<double>(code) / 8;
    if (code == 9 || code >= 17) return 1.0;  // obscured; overcast
    if (code >= 14) return 0.75;              // broken
    if (code >= 11) return 0.4375;            // scattered: 3 to 4 oktas
    return std::nullopt;                      // 10: partial obscuration says nothing of clouds
}

}  // namespace

void read_isd_lite(WeatherLines const& lines, state::WeatherRecord& record) {
    for (std::size_t line = 1; line <= lines.size(); ++line) {
        auto const words = words_of(lines[line]);
        if (words.empty()) continue;
        std::string const where = lines.where(line);
        validate(words.size() == count, where, fmt::format("{} numbers (ISD-lite has 12 in a line)", words.size()),
                 "is this another format? set weather.format");
        long field[count];
        for (std::size_t n = 0; n < count; ++n) {
            double const value = required_number(words[n], where, fmt::format("number {}", n + 1));
            validate(std::abs(value) < 1e9 && value == std::trunc(value), where,
                     fmt::format("number {} is {} (ISD-lite has whole numbers: tenths of m/s and of degrees Celsius)",
                                 n + 1, value),
                     "set weather.format = \"csv\" and name the columns if this is another format");
            field[n] = static_cast<long>(value);
        }
        state::WeatherObservation row;
        row.line = line;
        row.time_utc_s = utc_seconds(static_cast<int>(field[year]), static_cast<int>(field[month]),
                                     static_cast<int>(field[day]), static_cast<int>(field[hour]), 0, 0, where);
        auto const scaled = [&](Field f, double scale) {
            return field[f] == missing ? std::nullopt : std::optional(static_cast<double>(field[f]) * scale);
        };
        set_wind(row, scaled(speed, 0.1), scaled(direction, 1), where);
        if (auto const celsius = scaled(temperature, 0.1)) row.temperature = *celsius + zero_celsius;
        row.cloud_cover = cloud_of(field[sky], where);
        record.observations.push_back(row);
    }
    finish(record, false);
}

}  // namespace hacthanh::io::detail
