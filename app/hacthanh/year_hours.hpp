#pragma once

#include "app/hacthanh/year_arguments.hpp"
#include "app/hacthanh/year_tables.hpp"
#include "sim/answers/year.hpp"
#include "sim/state/weather_record.hpp"

#include <cstddef>
#include <vector>

namespace hacthanh::app {

/// The hours of the year in local time, with their weather and emission.
struct YearOfHours {
    std::vector<answers::YearHour> hours;
    std::vector<double> wind_m_s;  ///< of each hour, as it counts; NaN where it has no weather
    std::size_t calm = 0;
    double begin_utc_s = 0;       ///< [s since 1970]
    state::WeatherRecord record;  ///< that they are from
};

/// Each hour's first observation stands for it. A wind without a direction keeps the last known one.
/// Throws InputError when the weather file cannot be read or has no order of hours.
YearOfHours hours_of(YearArguments const& arguments, YearTables const& tables, int of_year);

}  // namespace hacthanh::app
