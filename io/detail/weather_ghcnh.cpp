#include "io/detail/weather_formats.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace hacthanh::io::detail {
namespace {

constexpr double zero_celsius = 273.15;  ///< [K]

/// Quality codes of a value that passed: none, or the checks of ISD and NCEI. All others are doubts.
bool passed(std::string_view code) {
    for (std::string_view const good : {"", "0", "1", "4", "5", "9", "A"})
        if (code == good) return true;
    return false;
}

/// The running row of a GHCNh table.
class Row {
public:
    Row(std::string_view heading) {
        auto const names = fields_of(heading, '|');
        for (std::size_t c = 0; c < names.size(); ++c) columns_.emplace(names[c], c);
        width_ = names.size();
    }

    bool has(std::string const& column) const { return columns_.contains(column); }
    std::size_t width() const { return width_; }
    std::size_t size() const { return fields_.size(); }
    void read(std::string_view line) { fields_ = fields_of(line, '|'); }

    std::string_view text(std::string const& column) const {
        auto const found = columns_.find(column);
        return found == columns_.end() || found->second >= fields_.size() ? std::string_view() : fields_[found->second];
    }
    /// A value that passed its checks.
    std::string_view checked_text(std::string const& column) {
        auto const value = text(column);
        if (value.empty() || passed(text(column + "_Quality_Code"))) return value;
        ++doubtful_;
        return {};
    }
    std::optional<double> number(std::string const& column, std::string const& where) {
        auto const field = checked_text(column);
        if (field.empty() || field == "-9999" || field == "-9999.0") return std::nullopt;
        return required_number(field, where, column);
    }
    std::size_t doubtful() const { return doubtful_; }

private:
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::vector<std::string_view> fields_;
    std::size_t width_ = 0;
    std::size_t doubtful_ = 0;
};

/// Share of the sky of one layer: "BKN:07", "OVC", or oktas.
std::optional<double> layer_cover(std::string_view text) {
    static constexpr std::pair<std::string_view, double> words[] = {
        {"CLR", 0}, {"SKC", 0}, {"NSC", 0}, {"NCD", 0}, {"FEW", 2}, {"SCT", 4}, {"BKN", 7}, {"OVC", 8}, {"VV", 8}};
    auto const colon = text.find(':');
    auto const oktas = number_in(colon == std::string_view::npos ? text : text.substr(colon + 1));
    if (oktas && *oktas >= 0 && *oktas <= 9) return std::min(*oktas, 8.0) / 8;
    for (auto const& [word, parts] : words)
        if (text.substr(0, colon) == word) return parts / 8;
    return std::nullopt;
}

void set_clouds(state::WeatherObservation& observation, Row& row, std::string const& where) {
    constexpr double broken = 5.0 / 8;  ///< from here on a layer is a ceiling
    for (char const* layer : {"1", "2", "3"}) {
        auto const cover = layer_cover(row.checked_text(std::string("sky_cover_") + layer));
        if (!cover) continue;
        observation.cloud_cover = std::max(observation.cloud_cover.value_or(0), *cover);
        auto const base = row.number(std::string("sky_cover_baseht_") + layer, where);
        if (base && *cover >= broken && *base >= 0 && *base < 30000)
            observation.ceiling_height = std::min(observation.ceiling_height.value_or(*base), *base);
    }
}

double time_of(Row& row, std::string const& where) {
    if (row.has("DATE")) return iso_seconds(row.text("DATE"), 0, where);
    auto const part = [&](char const* name) { return whole_number(row.text(name), where, name); };
    return utc_seconds(part("Year"), part("Month"), part("Day"), part("Hour"), part("Minute"), 0, where);
}

}  // namespace

void read_ghcnh(WeatherLines const& lines, state::WeatherRecord& record) {
    Row row(lines[1]);
    validate(row.has("wind_speed") && row.has("wind_direction") && (row.has("DATE") || row.has("Year")), lines.where(1),
             "no columns wind_speed, wind_direction and DATE or Year (GHCNh has them)",
             "is this another format? set weather.format");
    std::string site;
    for (std::size_t line = 2; line <= lines.size(); ++line) {
        if (trimmed(lines[line]).empty()) continue;
        std::string const where = lines.where(line);
        row.read(lines[line]);
        validate(row.size() == row.width(), where,
                 fmt::format("{} fields (must be {}, as in the heading)", row.size(), row.width()),
                 "download the file again: the line is cut off");
        std::string const station(row.text(row.has("STATION") ? "STATION" : "Station_ID"));
        validate(site.empty() || site == station, where, fmt::format("station {} after {}", station, site),
                 "give a file of one station");
        site = station;
        record.site = std::string(row.text("Station_name"));
        if (!record.latitude_deg) {
            record.latitude_deg = row.number(row.has("LATITUDE") ? "LATITUDE" : "Latitude", where);
            record.longitude_deg = row.number(row.has("LONGITUDE") ? "LONGITUDE" : "Longitude", where);
        }
        state::WeatherObservation observation;
        observation.line = line;
        observation.time_utc_s = time_of(row, where);
        auto direction = row.number("wind_direction", where);
        if (direction && *direction == 999) direction.reset();  // variable
        set_wind(observation, row.number("wind_speed", where), direction, where);
        if (auto const celsius = row.number("temperature", where)) observation.temperature = *celsius + zero_celsius;
        set_clouds(observation, row, where);
        record.observations.push_back(observation);
    }
    if (record.site.empty()) record.site = site;
    if (row.doubtful() > 0)
        record.notes.push_back(fmt::format("{} values with a doubtful quality code count as missing", row.doubtful()));
    finish(record, true);
}

}  // namespace hacthanh::io::detail
