#include "io/detail/rule_row.hpp"

#include "io/detail/numbers.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

namespace hacthanh::io::detail {
namespace {

std::vector<std::string> with_origin(std::vector<std::string> columns) {
    for (char const* column : {"valid_from", "valid_to", "evidence"}) columns.emplace_back(column);
    return columns;
}

}  // namespace

std::string RuleRow::text(std::string_view column) const {
    auto const place = table_.column(column);
    return place < row_.fields.size() ? row_.fields[place] : std::string();
}

void RuleRow::refuse(std::string_view column, std::string_view rule) const {
    throw InputError(where_, fmt::format("{} = \"{}\" ({})", column, text(column), rule), "docs/formats/rules.md");
}

void RuleRow::require(bool holds, std::string_view broken) const {
    validate(holds, where_, broken, "docs/formats/rules.md");
}

double RuleRow::number(std::string_view column, double low, double high) const {
    auto const value = parse_number(text(column));
    if (!value || *value < low || *value > high)
        refuse(column, fmt::format("must be a number from {:g} to {:g}", low, high));
    return *value;
}

Text RuleRow::both(std::string const& name) const {
    Text words{text(name + "_en"), text(name + "_vi")};
    if (words.vietnamese.empty()) words.vietnamese = words.english;
    return words;
}

impact::Averaging RuleRow::averaging() const {
    auto const found = impact::find_averaging(text("averaging"));
    if (!found) refuse("averaging", "must be one of 1h, 8h, 24h, year");
    return *found;
}

std::optional<impact::Date> RuleRow::date(std::string_view column) const {
    std::string const given = text(column);
    if (given.empty()) return std::nullopt;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int read = 0;
    bool const whole = std::sscanf(given.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &read) == 3 &&  // NOLINT
                       static_cast<std::size_t>(read) == given.size();
    impact::Date const date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!whole || !date.ok()) refuse(column, "must be a day as 2026-01-31, or empty");
    return date;
}

impact::Origin RuleRow::origin() const {
    auto const mark = city::find_mark(text("evidence"));
    if (!mark) refuse("evidence", "must be S, C, D or M");
    impact::Origin origin{date("valid_from"), date("valid_to"), *mark, text("source")};
    require(!origin.valid_from || !origin.valid_to || *origin.valid_from <= *origin.valid_to,
            "valid_from lies behind valid_to");
    return origin;
}

RuleTable::RuleTable(std::string_view text, std::string name, std::vector<std::string> columns)
    : name_(std::move(name)), table_(parse_csv(text, name_, with_origin(std::move(columns)), {"source"})) {}

RuleTable::RuleTable(std::filesystem::path const& file, std::vector<std::string> columns)
    : name_(file.string()), table_(read_csv(file, with_origin(std::move(columns)), {"source"})) {}

void RuleTable::for_each(std::function<void(RuleRow const&)> const& use) const {
    for (auto const& row : table_.rows) use(RuleRow(table_, row, at_line(name_, row.line)));
}

}  // namespace hacthanh::io::detail
