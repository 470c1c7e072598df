#include "io/detail/rate_table_file.hpp"

#include "io/detail/csv.hpp"
#include "io/detail/numbers.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::io::detail {
namespace {

constexpr double kg_per_mg = 1e-6;

double number(std::string const& text, std::string const& where, bool may_be_negative) {
    auto const value = parse_number(text);
    validate(value && (may_be_negative || *value >= 0), where,
             fmt::format("\"{}\" (must be a number{})", text, may_be_negative ? "" : " >= 0"), "correct the table");
    return *value;
}

void add(std::vector<double>& axis, double value) {
    auto const at = std::ranges::lower_bound(axis, value);
    if (at == axis.end() || *at != value) axis.insert(at, value);
}

std::size_t place(std::vector<double> const& axis, double value) {
    return static_cast<std::size_t>(std::ranges::lower_bound(axis, value) - axis.begin());
}

}  // namespace

state::RateTable read_rate_table(std::filesystem::path const& file) {
    std::vector<std::string> columns{"speed_m_s", "acceleration_m_s2"};
    for (Pollutant pollutant : reported_pollutants) columns.push_back(fmt::format("{}_mg_s", name(pollutant)));
    CsvTable const csv = read_csv(file, columns);
    state::RateTable table;
    auto const value = [&](CsvRow const& row, std::size_t column) {
        return number(row.fields[csv.column(columns[column])], at_line(file, row.line), column == 1);
    };
    for (CsvRow const& row : csv.rows) {
        add(table.speed, value(row, 0));
        add(table.acceleration, value(row, 1));
    }
    validate(table.speed.size() >= 2 && table.acceleration.size() >= 2, file.string(),
             "needs two or more speeds and accelerations", "add rows");
    std::size_t const n = table.speed.size() * table.acceleration.size();
    validate(csv.rows.size() == n, file.string(),
             fmt::format("holds {} rows, a full grid of {} speeds and {} accelerations has {}", csv.rows.size(),
                         table.speed.size(), table.acceleration.size(), n),
             "give every pair of a speed and an acceleration once");
    table.rate.resize(n);
    std::vector<bool> seen(n, false);
    for (CsvRow const& row : csv.rows) {
        std::size_t const at =
            place(table.speed, value(row, 0)) * table.acceleration.size() + place(table.acceleration, value(row, 1));
        validate(!seen[at], at_line(file, row.line), "this speed and acceleration are there twice", "keep one row");
        seen[at] = true;
        for (std::size_t p = 0; p < n_reported; ++p) table.rate[at][p] = value(row, 2 + p) * kg_per_mg;
    }
    return table;
}

}  // namespace hacthanh::io::detail
