#pragma once

#include "io/detail/weather_text.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io::detail {

/// A table with named columns between separators: comma or, when the heading has more of them, semicolon.
/// Lines that are empty or begin with # do not count.
class CsvTable {
public:
    /// @param known     column names that the caller reads
    /// @param required  those of them that must be there
    /// Throws InputError when one is missing or twice, or a column looks like a known one in another unit.
    CsvTable(WeatherLines const& lines, std::vector<std::string> const& known,
             std::vector<std::string> const& required);

    /// Calls `row(line)` for every row with data. Throws InputError when a row has more or fewer fields than the
    /// heading.
    void for_each_row(std::function<void(std::size_t line)> const& row);

    bool has(std::string const& column) const { return columns_.contains(column); }
    /// The field of the running row; "" when there is no such column.
    std::string_view text(std::string const& column) const;
    /// The number of the running row; nothing when it is empty, NA, NaN or -. Throws InputError when it is no number.
    std::optional<double> number(std::string const& column, std::string const& where) const;
    /// Names of the columns that nobody reads.
    std::vector<std::string> const& unread() const { return unread_; }

private:
    WeatherLines const& lines_;
    std::size_t heading_ = 0;
    char separator_ = ',';
    std::map<std::string, std::size_t> columns_;
    std::vector<std::string> unread_;
    std::vector<std::string_view> fields_;
};

}  // namespace hacthanh::io::detail
