#pragma once

#include "sim/state/weather_record.hpp"

#include <filesystem>
#include <string>

namespace hacthanh::io {

/// What a reader of weather files must know of the run.
struct WeatherFileOptions {
    std::string format = "auto";  ///< csv, isd-lite, ghcnh, epw, rose, or auto: told from the first line
    double utc_offset_s = 0;      ///< local time minus UTC, for CSV times without an offset
    double begin_utc_s = 0;       ///< of the run [s since 1970]; a typical year (EPW) is laid over the years of the run
    double end_utc_s = 0;
};

/// Reads observations of a met site or a wind rose (docs/formats/weather.md), in SI units and in order of time.
///
/// Missing values stay missing: what to do about them is decided where they are needed (sim/weather).
/// Throws InputError with file, line, what was found, the rule and a remedy: unknown format, missing or doubtful
/// columns (another unit in the name), numbers that are none or out of range, winds that look like knots or tenths,
/// times that do not grow. Thread-safe. Cost: about 1 microsecond per value.
state::WeatherRecord read_weather_file(std::filesystem::path const& file, WeatherFileOptions const& options);

}  // namespace hacthanh::io
