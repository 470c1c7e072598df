#include "io/weather_file.hpp"

#include "io/detail/weather_formats.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace hacthanh::io {
namespace {

/// The format, from the first line that is not a comment.
std::string detect(detail::WeatherLines const& lines) {
    for (std::size_t n = 1; n <= lines.size(); ++n) {
        auto const line = detail::trimmed(lines[n]);
        if (line.empty() || line.front() == '#') continue;
        if (line.starts_with("LOCATION,")) return "epw";
        if (line.find('|') != std::string_view::npos) return "ghcnh";
        if (line.find("frequency") != std::string_view::npos) return "rose";
        if (line.find("time") != std::string_view::npos || line.find("wind") != std::string_view::npos) return "csv";
        auto const words = detail::words_of(line);
        bool const numbers = std::ranges::all_of(words, [](auto word) { return detail::number_in(word).has_value(); });
        if (words.size() == 12 && numbers) return "isd-lite";
        break;
    }
    throw InputError(lines.file(),
                     "is in no known weather format (CSV with named columns, ISD-lite, GHCNh, EPW, wind rose)",
                     "set weather.format, or see docs/formats/weather.md");
}

}  // namespace

state::WeatherRecord read_weather_file(std::filesystem::path const& file, WeatherFileOptions const& options) {
    detail::WeatherLines const lines(file);
    state::WeatherRecord record;
    record.file = file.string();
    record.format = options.format == "auto" || options.format.empty() ? detect(lines) : options.format;
    if (record.format == "epw")
        detail::read_epw(lines, options, record);
    else if (record.format == "ghcnh")
        detail::read_ghcnh(lines, record);
    else if (record.format == "isd-lite")
        detail::read_isd_lite(lines, record);
    else if (record.format == "rose")
        detail::read_wind_rose(lines, record);
    else
        detail::read_weather_csv(lines, options, record);
    validate(!record.observations.empty() || !record.rose.empty(), record.file, "holds no observations",
             "docs/formats/weather.md describes the formats");
    return record;
}

}  // namespace hacthanh::io
