#include "io/monitor_file.hpp"

#include "io/detail/csv.hpp"
#include "io/detail/numbers.hpp"
#include "io/detail/weather_text.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace hacthanh::io {
namespace {

constexpr double longest_mean_h = 24 * 366;
constexpr double highest_ug_m3 = 1e7;  // ten grams per cubic metre: no air, a wrong unit

class Rows {
public:
    explicit Rows(std::filesystem::path const& file)
        : file_(file),
          table_(detail::read_csv(file, {"station", "begin", "species", "value_ug_m3"},
                                  {"hours", "lon", "lat", "x_m", "y_m", "height_m"})) {}

    bool has(std::string_view column) const { return table_.has(column); }
    std::vector<detail::CsvRow> const& all() const { return table_.rows; }
    std::string const& text(detail::CsvRow const& row, std::string_view column) const {
        return row.fields[table_.column(column)];
    }
    std::string where(detail::CsvRow const& row) const { return at_line(file_, row.line); }
    double number(detail::CsvRow const& row, std::string_view column, double low, double high) const {
        auto const value = detail::parse_number(text(row, column));
        validate(value && *value >= low && *value <= high, where(row),
                 fmt::format("{} = \"{}\" (must be a number from {:g} to {:g})", column, text(row, column), low, high));
        return *value;
    }
    /// Whether a row has something in this column.
    bool given(detail::CsvRow const& row, std::string_view column) const {
        return has(column) && !text(row, column).empty();
    }

private:
    std::filesystem::path const& file_;
    detail::CsvTable table_;
};

/// The program's name of a species; "PM2.5" has no dot in it.
std::string species_name(std::string const& text) { return text == "PM2.5" ? "PM25" : text; }

std::optional<MonitorPlace> place_in(Rows const& rows, detail::CsvRow const& row) {
    bool const on_earth = rows.given(row, "lon") && rows.given(row, "lat");
    bool const in_network = rows.given(row, "x_m") && rows.given(row, "y_m");
    if (!on_earth && !in_network) return std::nullopt;
    validate(on_earth != in_network, rows.where(row), "gives both lon, lat and x_m, y_m", "give one of them");
    MonitorPlace place{rows.text(row, "station"), on_earth, 0, 0, {}};
    place.x = on_earth ? rows.number(row, "lon", -180, 180) : rows.number(row, "x_m", -1e8, 1e8);
    place.y = on_earth ? rows.number(row, "lat", -90, 90) : rows.number(row, "y_m", -1e8, 1e8);
    if (rows.given(row, "height_m")) place.height_m = rows.number(row, "height_m", 0, 1000);
    return place;
}

void keep(std::vector<MonitorPlace>& places, MonitorPlace const& place, std::string const& where) {
    auto const known = std::ranges::find(places, place.name, &MonitorPlace::name);
    if (known == places.end()) {
        places.push_back(place);
        return;
    }
    validate(known->on_earth == place.on_earth && known->x == place.x && known->y == place.y, where,
             fmt::format("station \"{}\" stands in two places", place.name), "give every station one place");
}

bool is_empty(std::string const& text) { return text.empty() || text == "NA" || text == "NaN" || text == "nan"; }

}  // namespace

MonitorTable read_monitors(std::filesystem::path const& file, double utc_offset_s) {
    Rows const rows(file);
    MonitorTable table;
    std::set<std::tuple<std::string, std::string, double>> seen;
    for (auto const& row : rows.all()) {
        std::string const where = rows.where(row);
        std::string const& station = rows.text(row, "station");
        validate(!station.empty(), where, "station must not be empty");
        if (auto const place = place_in(rows, row)) keep(table.places, *place, where);
        std::string const species = species_name(rows.text(row, "species"));
        validate(!species.empty(), where, "species must not be empty", "for example PM2.5, PM10, NO2 or CO");
        if (is_empty(rows.text(row, "value_ug_m3"))) {
            ++table.n_empty;
            continue;
        }
        MonitorValue value{station, species, detail::iso_seconds(rows.text(row, "begin"), utc_offset_s, where),
                           1,       0,       row.line};
        if (rows.given(row, "hours")) value.hours = rows.number(row, "hours", 1.0 / 60, longest_mean_h);
        value.ug_m3 = rows.number(row, "value_ug_m3", 0, highest_ug_m3);
        validate(seen.insert({station, species, value.begin_utc_s}).second, where,
                 fmt::format("{} of station \"{}\" is there twice for this time", species, station), "keep one row");
        table.values.push_back(std::move(value));
    }
    validate(!table.values.empty(), file.string(), "holds no measured value", "docs/formats/monitors.md");
    return table;
}

}  // namespace hacthanh::io
