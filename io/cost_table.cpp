#include "io/cost_table.hpp"

#include "io/detail/csv.hpp"
#include "io/detail/numbers.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

namespace hacthanh::io {
namespace {

/// Fields of one row by name.
class Fields {
public:
    Fields(detail::CsvTable const& table, detail::CsvRow const& row, std::filesystem::path const& file)
        : table_(table), row_(row), where_(at_line(file.string(), row.line)) {}

    std::string text(std::string_view column) const {
        auto const place = table_.column(column);
        return place < row_.fields.size() ? row_.fields[place] : std::string();
    }
    double number(std::string_view column, double low) const {
        auto const value = detail::parse_number(text(column));
        validate(value && *value >= low, where_,
                 fmt::format("{} = \"{}\" (must be a number from {:g})", column, text(column), low),
                 "write numbers with a decimal point");
        return *value;
    }
    std::string const& where() const { return where_; }

private:
    detail::CsvTable const& table_;
    detail::CsvRow const& row_;
    std::string where_;
};

}  // namespace

std::vector<impact::OptionCost> read_costs(std::filesystem::path const& file) {
    auto const table = detail::read_csv(file,
                                        {"option", "public_investment_vnd", "recurrent_vnd", "counterpart_vnd",
                                         "private_vnd", "running_vnd_per_year", "hours_per_year", "cheap", "evidence"},
                                        {"source"});
    std::vector<impact::OptionCost> costs;
    std::set<std::string> named;
    for (auto const& row : table.rows) {
        Fields const fields(table, row, file);
        constexpr double lowest = -1e18;  // running cost may be saved
        impact::OptionCost cost{fields.text("option"),
                                {fields.number("public_investment_vnd", 0), fields.number("recurrent_vnd", 0),
                                 fields.number("counterpart_vnd", 0), fields.number("private_vnd", 0)},
                                fields.number("running_vnd_per_year", lowest),
                                fields.number("hours_per_year", 0),
                                fields.text("cheap") == "yes",
                                {}};
        validate(!cost.option.empty(), fields.where(), "option is empty", "name the option's files without the seed");
        validate(named.insert(cost.option).second, fields.where(),
                 fmt::format("option = \"{}\" stands in an earlier row too", cost.option), "keep one of them");
        validate(fields.text("cheap") == "yes" || fields.text("cheap") == "no", fields.where(),
                 "cheap must be yes or no", "yes marks the cheap alternative");
        auto const mark = city::find_mark(fields.text("evidence"));
        validate(mark.has_value(), fields.where(), "evidence must be S, C, D or M", "M = from memory");
        validate(cost.hours_per_year <= 8784, fields.where(), "a year has at most 8784 hours", "hours_per_year");
        cost.evidence = *mark;
        costs.push_back(std::move(cost));
    }
    return costs;
}

std::vector<impact::BusStop> read_bus_stops(std::filesystem::path const& file) {
    auto const table = detail::read_csv(file, {"x_m", "y_m", "headway_min"}, {"name", "line", "source"});
    std::vector<impact::BusStop> stops;
    for (auto const& row : table.rows) {
        Fields const fields(table, row, file);
        stops.push_back({{fields.number("x_m", -1e9), fields.number("y_m", -1e9)}, fields.number("headway_min", 0.1)});
    }
    return stops;
}

}  // namespace hacthanh::io
