#pragma once
/// What the readers of weather files share: lines, numbers, times, and how they complain.

#include "sim/state/weather_record.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io::detail {

/// A text file, line by line.
class WeatherLines {
public:
    /// Throws InputError when the file is missing, a folder, empty or not text.
    explicit WeatherLines(std::filesystem::path const& file);

    std::string const& file() const { return file_; }
    std::size_t size() const { return lines_.size(); }
    /// Without the line end. @param number  from 1
    std::string_view operator[](std::size_t number) const { return lines_[number - 1]; }
    /// "file:line".
    std::string where(std::size_t number) const;

private:
    std::string file_;
    std::string text_;
    std::vector<std::string_view> lines_;
};

std::string_view trimmed(std::string_view text);
/// The fields between separators, without surrounding blanks and quotes.
std::vector<std::string_view> fields_of(std::string_view line, char separator);
/// The fields between runs of blanks.
std::vector<std::string_view> words_of(std::string_view line);
/// The number that the whole text is, or nothing.
std::optional<double> number_in(std::string_view text);

/// A number that must be one. Throws InputError naming `what`.
double required_number(std::string_view text, std::string const& where, std::string_view what);
/// A whole number of at most nine digits that must be one. Throws InputError naming `what`.
int whole_number(std::string_view text, std::string const& where, std::string_view what);
/// Throws InputError unless low <= value <= high.
void require_range(double value, double low, double high, std::string const& where, std::string_view what,
                   std::string_view remedy = {});

/// Seconds since 1970-01-01 00:00 of a calendar date and clock time; hour 24 is the next day's 0.
/// Throws InputError when there is no such date or time.
double utc_seconds(int year, int month, int day, int hour, int minute, double second, std::string const& where);

/// ISO 8601: "2026-01-15T07:00", also with a blank for T, seconds, "Z" or "+07:00".
/// @param utc_offset_s  of times that name none
double iso_seconds(std::string_view text, double utc_offset_s, std::string const& where);

/// Takes over a wind: direction 0 with speed 0 is a calm without direction, 360 stays north; refuses what cannot be.
void set_wind(state::WeatherObservation& observation, std::optional<double> speed, std::optional<double> from_deg,
              std::string const& where);

/// Puts a reader's rows in order: refuses times that go back, keeps the first of two rows of the same time (counted in
/// the notes), and refuses winds that look like another unit.
void finish(state::WeatherRecord& record, bool equal_times_allowed);

}  // namespace hacthanh::io::detail
