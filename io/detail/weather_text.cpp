#include "io/detail/weather_text.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iterator>

namespace hacthanh::io::detail {
namespace {

constexpr double fastest_wind = 75;        ///< [m/s] the strongest typhoon gusts; a 10-minute mean is lower
constexpr double unlikely_mean_wind = 15;  ///< [m/s] no place on Earth has such a mean at 10 m

/// Exactly `count` digits from `begin`, or -1.
int digits(std::string_view text, std::size_t begin, std::size_t count) {
    if (begin + count > text.size()) return -1;
    int number = 0;
    for (char c : text.substr(begin, count)) {
        if (c < '0' || c > '9') return -1;
        number = 10 * number + (c - '0');
    }
    return number;
}

/// "Z", "+07:00", "+0700", "-03" in seconds; nothing for "" (no offset named) is told by the caller.
std::optional<double> offset_seconds(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    int const hours = digits(text, 1, 2);
    std::size_t const minutes_at = text.size() > 3 && text[3] == ':' ? 4 : 3;
    int const minutes = text.size() == 3 ? 0 : digits(text, minutes_at, 2);
    bool const whole = text.size() == 3 || text.size() == minutes_at + 2;
    if (hours < 0 || minutes < 0 || hours > 14 || minutes > 59 || !whole) return std::nullopt;
    double const seconds = 3600 * hours + 60 * minutes;
    return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

WeatherLines::WeatherLines(std::filesystem::path const& file) : file_(file.string()) {
    std::error_code ignored;
    validate(std::filesystem::is_regular_file(file, ignored), file_, "no such file",
             "check weather.file; paths are relative to the scenario file");
    std::ifstream input(file, std::ios::binary);
    text_.assign(std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>());
    validate(!input.bad(), file_, "cannot be read");
    if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);  // the mark that spreadsheets put before UTF-8
    validate(text_.find('\0') == std::string::npos, file_, "holds zero bytes (must be text)",
             "unpack it first if it is compressed");
    std::string_view rest = text_;
    while (!rest.empty()) {
        auto const end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines_.push_back(line);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    validate(std::ranges::any_of(lines_, [](std::string_view line) { return !trimmed(line).empty(); }), file_,
             "is empty (must be a weather file)", "docs/formats/weather.md describes the formats");
}

std::string WeatherLines::where(std::size_t number) const { return fmt::format("{}:{}", file_, number); }

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string_view> fields_of(std::string_view line, char separator) {
    std::vector<std::string_view> fields;
    while (true) {
        auto const end = line.find(separator);
        std::string_view field = trimmed(line.substr(0, end));
        if (field.size() >= 2 && field.front() == '"' && field.back() == '"') field = field.substr(1, field.size() - 2);
        fields.push_back(field);
        if (end == std::string_view::npos) return fields;
        line.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (true) {
        auto const begin = line.find_first_not_of(" \t");
        if (begin == std::string_view::npos) return words;
        auto const end = line.find_first_of(" \t", begin);
        words.push_back(line.substr(begin, end - begin));
        if (end == std::string_view::npos) return words;
        line.remove_prefix(end);
    }
}

std::optional<double> number_in(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

double required_number(std::string_view text, std::string const& where, std::string_view what) {
    auto const value = number_in(text);
    validate(value.has_value(), where, fmt::format("{} is \"{}\" (must be a number)", what, text),
             "leave the field empty when nothing was measured; decimals take a point");
    return *value;
}

int whole_number(std::string_view text, std::string const& where, std::string_view what) {
    double const value = required_number(text, where, what);
    validate(std::abs(value) < 1e9 && value == std::trunc(value), where,
             fmt::format("{} is {} (must be a whole number)", what, value));
    return static_cast<int>(value);
}

void require_range(double value, double low, double high, std::string const& where, std::string_view what,
                   std::string_view remedy) {
    validate(value >= low && value <= high, where, fmt::format("{} is {} (must be {} to {})", what, value, low, high),
             remedy);
}

double utc_seconds(int year, int month, int day, int hour, int minute, double second, std::string const& where) {
    using namespace std::chrono;
    year_month_day const date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(std::max(month, 0))),
                              std::chrono::day(static_cast<unsigned>(std::max(day, 0))));
    bool const clock_ok = hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
    validate(year >= 1800 && year <= 2200 && date.ok() && clock_ok, where,
             fmt::format("{}-{:02}-{:02} {:02}:{:02} is no date and time", year, month, day, hour, minute));
    return static_cast<double>(sys_days(date).time_since_epoch().count()) * 86400 + hour * 3600 + minute * 60 + second;
}

double iso_seconds(std::string_view text, double utc_offset_s, std::string const& where) {
    auto const complain = [&] {
        throw InputError(where, fmt::format("time is \"{}\" (must be ISO 8601)", text),
                         "write it as 2026-01-15T07:00, with Z or +07:00 behind it if it is not local time");
    };
    bool const separated = text.size() >= 16 && text[4] == '-' && text[7] == '-' &&
                           (text[10] == 'T' || text[10] == 't' || text[10] == ' ') && text[13] == ':';
    if (!separated) complain();
    std::string_view rest = text.substr(16);
    double second = 0;
    if (rest.starts_with(':')) {
        auto const end = rest.find_first_not_of("0123456789.", 1);
        auto const value = number_in(rest.substr(1, end == std::string_view::npos ? end : end - 1));
        if (!value) complain();
        second = *value;
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
    }
    rest = trimmed(rest);
    auto const offset = rest.empty() ? std::optional(utc_offset_s) : offset_seconds(rest);
    if (!offset) complain();
    return utc_seconds(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), digits(text, 11, 2),
                       digits(text, 14, 2), second, where) -
           *offset;
}

void set_wind(state::WeatherObservation& observation, std::optional<double> speed, std::optional<double> from_deg,
              std::string const& where) {
    if (speed)
        require_range(*speed, 0, fastest_wind, where, "the wind speed in m/s",
                      "is it in another unit? 1 knot is 0.514444 m/s, 1 km/h is 0.277778 m/s");
    if (from_deg)
        require_range(
            *from_deg, 0, 360, where, "the wind direction",
            "degrees clockwise from north, where the wind comes from; leave it empty or write VRB when it varies");
    if (speed && *speed == 0) from_deg.reset();
    observation.wind_speed = speed;
    observation.wind_from_deg = from_deg;
}

void finish(state::WeatherRecord& record, bool equal_times_allowed) {
    auto& rows = record.observations;
    std::size_t doubled = 0;
    std::vector<state::WeatherObservation> kept;
    kept.reserve(rows.size());
    for (auto const& row : rows) {
        auto const where = [&] { return fmt::format("{}:{}", record.file, row.line); };
        if (!kept.empty()) {
            double const step = row.time_utc_s - kept.back().time_utc_s;
            validate(step > 0 || (step == 0 && equal_times_allowed), where(),
                     step == 0 ? "the time is that of the row before" : "the time is before that of the row before",
                     "sort the rows by time and keep one of each");
            if (step == 0) {
                ++doubled;
                if (!kept.back().wind_speed && row.wind_speed) kept.back() = row;
                continue;
            }
        }
        kept.push_back(row);
    }
    rows = std::move(kept);
    if (doubled > 0)
        record.notes.push_back(fmt::format("{} rows of a time that was there already were left out", doubled));
    double sum = 0;
    std::size_t n = 0;
    for (auto const& row : rows)
        if (row.wind_speed) {
            sum += *row.wind_speed;
            ++n;
        }
    validate(n < 24 || sum / static_cast<double>(n) < unlikely_mean_wind, record.file,
             fmt::format("the mean wind is {:.1f} m/s (must be below {} over a day and more)",
                         n > 0 ? sum / static_cast<double>(n) : 0.0, unlikely_mean_wind),
             "are these tenths of m/s, knots or km/h? convert them to m/s");
}

}  // namespace hacthanh::io::detail
