#include "io/background_file.hpp"

#include "io/detail/csv_table.hpp"
#include "sim/core/error.hpp"
#include "sim/core/pollutant.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

namespace hacthanh::io {
namespace {

constexpr double kg_per_ug = 1e-9;
constexpr double most_ug_m3 = 1e7;  ///< CO2 has 8e5; more is another unit

}  // namespace

state::BackgroundSeries read_background_file(std::filesystem::path const& file, double utc_offset_s) {
    detail::WeatherLines const lines(file);
    std::vector<std::string> known{"time"};
    for (auto const pollutant : pollutant_names) known.push_back(fmt::format("{}_ug_m3", pollutant));
    detail::CsvTable table(lines, known, {"time"});
    state::BackgroundSeries series;
    series.file = file.string();
    std::vector<std::string> columns;
    for (auto const pollutant : pollutant_names) {
        auto column = fmt::format("{}_ug_m3", pollutant);
        if (!table.has(column)) continue;
        series.species.emplace_back(pollutant);
        columns.push_back(std::move(column));
    }
    validate(table.unread().empty(), series.file,
             fmt::format("columns that mean nothing here: {}", fmt::join(table.unread(), ", ")),
             "take them out; species are written like NO2_ug_m3");
    validate(!columns.empty(), series.file, "names no species (columns like NO2_ug_m3)",
             "docs/formats/background.md lists the columns");
    table.for_each_row([&](std::size_t line) {
        std::string const where = lines.where(line);
        state::BackgroundSeries::Row row;
        row.line = line;
        row.time_utc_s = detail::iso_seconds(table.text("time"), utc_offset_s, where);
        validate(series.rows.empty() || row.time_utc_s > series.rows.back().time_utc_s, where,
                 "the time is not after that of the row before", "put the rows in order of time, none twice");
        for (auto const& column : columns) {
            auto value = table.number(column, where);
            if (value) {
                detail::require_range(*value, 0, most_ug_m3, where, column, "micrograms per cubic metre");
                *value *= kg_per_ug;
            }
            row.concentration.push_back(value);
        }
        series.rows.push_back(std::move(row));
    });
    validate(!series.rows.empty(), series.file, "holds no row", "add one per hour of the run");
    return series;
}

}  // namespace hacthanh::io
