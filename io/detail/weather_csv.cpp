#include "io/detail/csv_table.hpp"
#include "io/detail/weather_formats.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace hacthanh::io::detail {
namespace {

constexpr double zero_celsius = 273.15;  ///< [K]

/// One optional column: its name, range, what to say outside of it, and where it goes.
struct Column {
    char const* name;
    double low;
    double high;
    char const* remedy;
    std::optional<double> state::WeatherObservation::*member;
    double offset;
};

constexpr Column columns[] = {
    {"temperature_c", -90, 60, "degrees Celsius; kelvin minus 273.15", &state::WeatherObservation::temperature,
     zero_celsius},
    {"cloud_cover", 0, 1, "a share of the sky: oktas / 8, tenths / 10, per cent / 100",
     &state::WeatherObservation::cloud_cover, 0},
    {"ceiling_height_m", 0, 30000, "metres; 1 foot is 0.3048 m", &state::WeatherObservation::ceiling_height, 0},
    {"global_radiation_w_m2", 0, 1500, "W/m2; 0 at night", &state::WeatherObservation::global_radiation, 0},
    {"friction_velocity_m_s", 1e-4, 5, "metres per second", &state::WeatherObservation::friction_velocity, 0},
    {"mixing_height_m", 1, 10000, "metres", &state::WeatherObservation::mixing_height, 0},
};

bool variable(std::string_view text) { return text == "VRB" || text == "vrb" || text == "variable"; }

}  // namespace

void read_weather_csv(WeatherLines const& lines, WeatherFileOptions const& options, state::WeatherRecord& record) {
    std::vector<std::string> known{"time", "wind_speed_m_s", "wind_from_deg", "monin_obukhov_length_m"};
    for (auto const& column : columns) known.emplace_back(column.name);
    CsvTable table(lines, known, {"time", "wind_speed_m_s", "wind_from_deg"});
    table.for_each_row([&](std::size_t line) {
        std::string const where = lines.where(line);
        state::WeatherObservation row;
        row.line = line;
        row.time_utc_s = iso_seconds(table.text("time"), options.utc_offset_s, where);
        auto const direction =
            variable(table.text("wind_from_deg")) ? std::nullopt : table.number("wind_from_deg", where);
        set_wind(row, table.number("wind_speed_m_s", where), direction, where);
        for (auto const& column : columns) {
            auto const value = table.number(column.name, where);
            if (!value) continue;
            require_range(*value, column.low, column.high, where, column.name, column.remedy);
            row.*column.member = *value + column.offset;
        }
        if (auto const length = table.number("monin_obukhov_length_m", where)) {
            validate(std::abs(*length) >= 1, where,
                     fmt::format("monin_obukhov_length_m is {} (must be <= -1 or >= 1)", *length),
                     "neutral air is a large number, as 1e6");
            row.inverse_obukhov_length = 1 / *length;
        }
        record.observations.push_back(row);
    });
    if (!table.unread().empty())
        record.notes.push_back(fmt::format("columns that are not read: {}", fmt::join(table.unread(), ", ")));
    finish(record, false);
}

}  // namespace hacthanh::io::detail
