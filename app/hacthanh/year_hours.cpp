#include "app/hacthanh/year_hours.hpp"

#include "io/weather_file.hpp"
#include "sim/core/error.hpp"
#include "sim/weather/calm.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace hacthanh::app {
namespace {

constexpr double hour_s = 3600;

}  // namespace

YearOfHours hours_of(YearArguments const& arguments, YearTables const& tables, int of_year) {
    using namespace std::chrono;
    auto const begin = sys_days(year(of_year) / January / 1), end = sys_days(year(of_year + 1) / January / 1);
    double const offset_s = arguments.utc_offset_h * hour_s;
    double const begin_utc_s = static_cast<double>(seconds(begin.time_since_epoch()).count()) - offset_s;
    auto const n = static_cast<std::size_t>(duration_cast<hours>(end - begin).count());
    auto record = io::read_weather_file(arguments.weather,
                                        {"auto", offset_s, begin_utc_s, begin_utc_s + static_cast<double>(n) * hour_s});
    validate(record.rose.empty(), arguments.weather.string(), "a wind rose has no order of hours",
             "give hourly observations");
    YearOfHours all;
    all.hours.resize(n, {{}, 0});
    all.wind_m_s.resize(n, std::numeric_limits<double>::quiet_NaN());
    all.begin_utc_s = begin_utc_s;
    std::optional<double> from;
    for (auto const& seen : record.observations) {
        if (seen.wind_from_deg) from = seen.wind_from_deg;
        double const at = std::floor((seen.time_utc_s - begin_utc_s) / hour_s);
        if (at < 0 || at >= static_cast<double>(n) || !seen.wind_speed || !from) continue;
        auto const h = static_cast<std::size_t>(at);
        if (!all.hours[h].tables.empty()) continue;
        double const speed = std::max(*seen.wind_speed, arguments.min_wind_m_s);
        all.wind_m_s[h] = speed;
        if (*seen.wind_speed < weather::calm_below_m_s) ++all.calm;
        all.hours[h].tables = answers::around_wind(tables.winds, std::fmod(*from, 360.0), speed);
        auto const day = begin + days(h / 24);
        all.hours[h].emission_factor = arguments.hour_factors[h % 24] *
                                       arguments.weekday_factors[weekday(day).iso_encoding() - 1] *
                                       arguments.month_factors[unsigned(year_month_day(day).month()) - 1];
    }
    all.record = std::move(record);
    return all;
}

}  // namespace hacthanh::app
