#include "io/detail/csv_table.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace hacthanh::io::detail {
namespace {

bool counts(std::string_view line) {
    auto const text = trimmed(line);
    return !text.empty() && text.front() != '#';
}

/// "wind_speed" of "wind_speed_m_s": what a column measures, without its unit.
std::string_view quantity(std::string_view column) {
    for (std::string_view const stem :
         {"wind_speed", "wind_from", "wind_dir", "temperature", "cloud", "ceiling", "global_radiation",
          "friction_velocity", "monin_obukhov", "mixing_height", "frequency", "stability"})
        if (column.starts_with(stem)) return stem;
    return {};
}

}  // namespace

CsvTable::CsvTable(WeatherLines const& lines, std::vector<std::string> const& known,
                   std::vector<std::string> const& required)
    : lines_(lines) {
    while (heading_ < lines.size() && !counts(lines[heading_ + 1])) ++heading_;
    std::string_view const heading = heading_ < lines.size() ? lines[++heading_] : std::string_view();
    if (std::ranges::count(heading, ';') > std::ranges::count(heading, ',')) separator_ = ';';
    std::string const where = lines.where(heading_);
    auto const names = fields_of(heading, separator_);
    for (std::size_t c = 0; c < names.size(); ++c) {
        std::string const name(names[c]);
        if (std::ranges::find(known, name) != known.end()) {
            validate(!columns_.contains(name), where, fmt::format("the column {} is there twice", name), "remove one");
            columns_[name] = c;
            continue;
        }
        auto const what = quantity(name);
        auto const meant =
            std::ranges::find_if(known, [&](auto const& k) { return !what.empty() && quantity(k) == what; });
        validate(
            meant == known.end(), where, fmt::format("the column \"{}\" is not known", name),
            fmt::format("is it {}? convert its unit (1 knot is 0.514444 m/s, 8 oktas are 1, 0 °C are 0) and name it so",
                        meant == known.end() ? "" : *meant));
        unread_.push_back(name);
    }
    for (auto const& name : required)
        validate(columns_.contains(name), where, fmt::format("no column {}", name),
                 fmt::format("the first line names the columns: {}", fmt::join(known, ", ")));
}

void CsvTable::for_each_row(std::function<void(std::size_t line)> const& row) {
    std::size_t const width = fields_of(lines_[heading_], separator_).size();
    for (std::size_t line = heading_ + 1; line <= lines_.size(); ++line) {
        if (!counts(lines_[line])) continue;
        fields_ = fields_of(lines_[line], separator_);
        validate(fields_.size() == width, lines_.where(line),
                 fmt::format("{} fields (must be {}, as in the heading)", fields_.size(), width),
                 "separate fields by the same sign as the heading; decimals take a point");
        row(line);
    }
}

std::string_view CsvTable::text(std::string const& column) const {
    auto const found = columns_.find(column);
    return found == columns_.end() ? std::string_view() : fields_[found->second];
}

std::optional<double> CsvTable::number(std::string const& column, std::string const& where) const {
    auto const field = text(column);
    for (std::string_view const none : {"", "-", "NA", "N/A", "NaN", "nan", "null"})
        if (field == none) return std::nullopt;
    return required_number(field, where, column);
}

}  // namespace hacthanh::io::detail
