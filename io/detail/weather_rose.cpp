#include "io/detail/csv_table.hpp"
#include "io/detail/weather_formats.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hacthanh::io::detail {

void read_wind_rose(WeatherLines const& lines, state::WeatherRecord& record) {
    constexpr double sum_tolerance = 0.02;  ///< tables are rounded
    CsvTable table(lines, {"wind_from_deg", "wind_speed_m_s", "stability", "frequency", "mixing_height_m"},
                   {"wind_from_deg", "wind_speed_m_s", "frequency"});
    double sum = 0;
    table.for_each_row([&](std::size_t line) {
        std::string const where = lines.where(line);
        auto const needed = [&](char const* column) { return required_number(table.text(column), where, column); };
        state::WindRoseClass row;
        row.line = line;
        row.frequency = needed("frequency");
        validate(row.frequency >= 0, where, fmt::format("frequency is {} (must be >= 0)", row.frequency));
        state::WeatherObservation wind;
        set_wind(wind, needed("wind_speed_m_s"), needed("wind_from_deg"), where);
        row.wind_speed = *wind.wind_speed;
        row.wind_from_deg = needed("wind_from_deg");
        auto const letter = table.text("stability");
        if (!letter.empty()) {
            validate(letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'F', where,
                     fmt::format("stability is \"{}\" (must be a Pasquill class, A to F)", letter),
                     "A is very unstable, D neutral, F stable; leave it empty for D");
            row.stability = letter[0];
        }
        row.mixing_height = table.number("mixing_height_m", where);
        if (row.mixing_height) require_range(*row.mixing_height, 1, 10000, where, "mixing_height_m");
        sum += row.frequency;
        record.rose.push_back(row);
    });
    validate(!record.rose.empty(), record.file, "the wind rose has no classes", "give one row per class");
    double const whole = sum > 50 ? 100 : 1;  // per cent or shares
    validate(std::abs(sum / whole - 1) <= sum_tolerance, record.file,
             fmt::format("the frequencies add up to {} (must be 1 or 100 within {:.0f} %)", sum, 100 * sum_tolerance),
             "give every class of the rose, calms included");
    for (auto& row : record.rose) row.frequency /= sum;
}

}  // namespace hacthanh::io::detail
