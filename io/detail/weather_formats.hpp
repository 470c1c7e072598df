#pragma once
/// One reader per weather format; docs/formats/weather.md says what each takes.

#include "io/detail/weather_text.hpp"
#include "io/weather_file.hpp"
#include "sim/state/weather_record.hpp"

namespace hacthanh::io::detail {

void read_weather_csv(WeatherLines const& lines, WeatherFileOptions const& options, state::WeatherRecord& record);
void read_isd_lite(WeatherLines const& lines, state::WeatherRecord& record);
void read_ghcnh(WeatherLines const& lines, state::WeatherRecord& record);
void read_epw(WeatherLines const& lines, WeatherFileOptions const& options, state::WeatherRecord& record);
void read_wind_rose(WeatherLines const& lines, state::WeatherRecord& record);

}  // namespace hacthanh::io::detail
