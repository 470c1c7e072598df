#include "io/detail/weather_formats.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace hacthanh::io::detail {
namespace {

constexpr double zero_celsius = 273.15;  ///< [K]
constexpr std::size_t heading_lines = 8;
enum Field {
    year,
    month,
    day,
    hour,
    temperature = 6,
    global_radiation = 13,
    direction = 20,
    speed = 21,
    cloud = 22,
    ceiling = 25
};

int year_of(double time_utc_s) {
    auto const days = std::chrono::sys_days(std::chrono::days(static_cast<long>(std::floor(time_utc_s / 86400))));
    return static_cast<int>(std::chrono::year_month_day(days).year());
}

void read_location(WeatherLines const& lines, state::WeatherRecord& record, double& utc_offset_s) {
    auto const fields = fields_of(lines[1], ',');
    std::string const where = lines.where(1);
    validate(fields.size() >= 10 && fields[0] == "LOCATION", where, "the first line is not LOCATION (EPW begins so)",
             "is this another format? set weather.format");
    record.site = std::string(fields[1]);
    record.latitude_deg = required_number(fields[6], where, "latitude");
    record.longitude_deg = required_number(fields[7], where, "longitude");
    double const hours = required_number(fields[8], where, "time zone");
    require_range(hours, -12, 14, where, "time zone");
    utc_offset_s = hours * 3600;
}

state::WeatherObservation read_row(std::vector<std::string_view> const& fields, std::size_t line,
                                   std::string const& where) {
    auto const value = [&](Field field, char const* what, double from_missing) -> std::optional<double> {
        double const number = required_number(fields[field], where, what);
        return number >= from_missing ? std::nullopt : std::optional(number);
    };
    state::WeatherObservation row;
    row.line = line;
    set_wind(row, value(speed, "wind speed", 999), value(direction, "wind direction", 999), where);
    if (auto const celsius = value(temperature, "temperature", 99.9)) row.temperature = *celsius + zero_celsius;
    row.global_radiation = value(global_radiation, "global horizontal radiation", 9999);
    if (auto const tenths = value(cloud, "total sky cover", 99)) {
        require_range(*tenths, 0, 10, where, "total sky cover in tenths");
        row.cloud_cover = *tenths / 10;
    }
    row.ceiling_height = value(ceiling, "ceiling height", 77777);  // 77777 unlimited, 88888 thin, 99999 missing
    return row;
}

}  // namespace

void read_epw(WeatherLines const& lines, WeatherFileOptions const& options, state::WeatherRecord& record) {
    double utc_offset_s = 0;
    read_location(lines, record, utc_offset_s);
    // A typical year is put together of months of several years: only month, day and hour count.
    int const first_year = year_of(options.begin_utc_s - 2 * 86400);
    int const last_year = year_of(options.end_utc_s + 2 * 86400);
    struct Hour {
        int month, day, hour;
        state::WeatherObservation row;
    };
    std::vector<Hour> hours;
    for (std::size_t line = heading_lines + 1; line <= lines.size(); ++line) {
        if (trimmed(lines[line]).empty()) continue;
        std::string const where = lines.where(line);
        auto const fields = fields_of(lines[line], ',');
        validate(fields.size() >= ceiling + 1, where,
                 fmt::format("{} fields (EPW has 35, 26 are needed)", fields.size()),
                 "download the file again: the line is cut off");
        auto const part = [&](Field field, char const* what) { return whole_number(fields[field], where, what); };
        Hour const now{part(month, "month"), part(day, "day"), part(hour, "hour"), read_row(fields, line, where)};
        require_range(now.hour, 1, 24, where, "hour");
        utc_seconds(2024, now.month, now.day, now.hour, 0, 0, where);  // 2024 is a leap year: any day of any year
        hours.push_back(now);
    }
    for (int of = first_year; of <= last_year; ++of)
        for (Hour const& now : hours) {
            bool const leap_day = now.month == 2 && now.day == 29;
            if (leap_day && !std::chrono::year(of).is_leap()) continue;
            auto row = now.row;
            // the hour ends at the time given
            row.time_utc_s = utc_seconds(of, now.month, now.day, now.hour, 0, 0, lines.where(row.line)) - utc_offset_s;
            record.observations.push_back(row);
        }
    record.notes.emplace_back("a typical year: its days stand for those of the run, whatever the year");
    finish(record, false);
}

}  // namespace hacthanh::io::detail
