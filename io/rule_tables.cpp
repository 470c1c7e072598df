#include "io/rule_tables.hpp"

#include "io/detail/rule_row.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

namespace hacthanh::io {
namespace {

using detail::RuleRow;
using detail::RuleTable;
using namespace impact;  // NOLINT(google-build-using-namespace): its rows are what this file is about

Standard standard_of(RuleRow const& row) {
    return {row.text("standard"), row.both("name"),
            row.one_of<StandardKind>("kind", {{"legal", StandardKind::legal},
                                              {"guideline", StandardKind::guideline},
                                              {"foreign", StandardKind::foreign}}),
            row.both("reference"), row.origin()};
}

Limit limit_of(RuleRow const& row) {
    Limit limit{row.text("standard"), row.text("pollutant"), row.averaging(), row.number("limit_ug_m3", 0, 1e7), {},
                row.origin()};
    if (!row.text("exceedances_per_year").empty())
        limit.exceedances_per_year = static_cast<int>(row.number("exceedances_per_year", 0, 8784));
    return limit;
}

AqiPoint aqi_point_of(RuleRow const& row) {
    return {row.text("scale"),
            row.text("pollutant"),
            row.averaging(),
            row.number("index", 0, 1000),
            row.number("concentration_ug_m3", 0, 1e7),
            row.origin()};
}

AqiClass aqi_class_of(RuleRow const& row) {
    auto const whole = [&](char const* column, double high) { return static_cast<int>(row.number(column, 0, high)); };
    return {row.text("scale"),
            whole("low", 1000),
            whole("high", 1000),
            row.both("name"),
            {whole("red", 255), whole("green", 255), whole("blue", 255)},
            row.origin()};
}

ResponseFunction response_of(RuleRow const& row) {
    ResponseFunction response{row.text("id"),
                              row.text("pollutant"),
                              row.averaging(),
                              row.both("outcome"),
                              row.text("people"),
                              row.number("rr_per_10_ug_m3", 0.5, 10),
                              row.number("rr_low", 0.5, 10),
                              row.number("rr_high", 0.5, 10),
                              row.number("counterfactual_ug_m3", 0, 1000),
                              row.origin()};
    row.require(response.rr_low <= response.rr && response.rr <= response.rr_high,
                "rr_low <= rr_per_10_ug_m3 <= rr_high does not hold");
    return response;
}

NoiseResponse noise_response_of(RuleRow const& row) {
    return {row.text("id"),
            row.text("metric"),
            row.one_of<NoiseForm>("form",
                                  {{"polynomial", NoiseForm::polynomial}, {"relative_risk", NoiseForm::relative_risk}}),
            row.both("outcome"),
            {row.number("c0", -1e6, 1e6), row.number("c1", -1e6, 1e6), row.number("c2", -1e6, 1e6)},
            row.number("shift_db", -100, 200),
            row.number("valid_from_db", 0, 200),
            row.number("valid_to_db", 0, 200),
            row.origin()};
}

ValueRule value_of(RuleRow const& row) {
    ValueRule value{row.text("id"),
                    row.both("name"),
                    row.number("low", -1e15, 1e15),
                    row.number("central", -1e15, 1e15),
                    row.number("high", -1e15, 1e15),
                    row.text("unit"),
                    static_cast<int>(row.number("base_year", 1900, 2200)),
                    row.origin()};
    row.require(value.low <= value.central && value.central <= value.high, "low <= central <= high does not hold");
    return value;
}

DiscountRate discount_rate_of(RuleRow const& row) {
    return {row.text("id"), row.number("rate", 0, 1), row.both("name"), row.origin()};
}

ErrorTerm error_of(RuleRow const& row) {
    auto const range = [&](char const* column) { return row.number(column, 0, 10); };
    return {row.text("term"),
            row.both("name"),
            {range("range_s"), range("range_c"), range("range_d"), range("range_m")},
            row.origin()};
}

CatalogueEntry catalogue_entry_of(RuleRow const& row) {
    return {row.text("id"),    row.text("standard"), row.text("clause"), row.both("name"), row.text("pillar"),
            row.text("state"), row.text("shown_as"), row.both("note"),   row.origin()};
}

constexpr std::string_view embedded_limits =
#include "embedded/rules_limits.inc"
    ;
constexpr std::string_view embedded_standards =
#include "embedded/rules_standards.inc"
    ;
constexpr std::string_view embedded_index =
#include "embedded/rules_air_quality_index.inc"
    ;
constexpr std::string_view embedded_classes =
#include "embedded/rules_air_quality_classes.inc"
    ;
constexpr std::string_view embedded_responses =
#include "embedded/rules_responses.inc"
    ;
constexpr std::string_view embedded_noise_responses =
#include "embedded/rules_noise_responses.inc"
    ;
constexpr std::string_view embedded_values =
#include "embedded/rules_values.inc"
    ;
constexpr std::string_view embedded_discount_rates =
#include "embedded/rules_discount_rates.inc"
    ;
constexpr std::string_view embedded_uncertainty =
#include "embedded/rules_uncertainty.inc"
    ;
constexpr std::string_view embedded_indicators =
#include "embedded/rules_indicators.inc"
    ;

/// Rows of one kind from the program and from folders.
class Tables {
public:
    explicit Tables(std::vector<std::filesystem::path> const& folders) : folders_(folders), used_(folders.size()) {}

    template <class Row, class Key>
    void read(std::vector<Row>& rows, std::string const& name, std::string_view embedded,
              std::vector<std::string> const& columns, Row (*make)(RuleRow const&), Key const& key) {
        rows = read_table(RuleTable(embedded, "rules/" + name, columns), make);
        for (std::size_t f = 0; f < folders_.size(); ++f) {
            auto const file = folders_[f] / name;
            std::error_code ignored;
            if (!std::filesystem::exists(file, ignored)) continue;
            used_[f] = true;
            auto const more = read_table(RuleTable(file, columns), make);
            std::erase_if(rows, [&](Row const& row) {
                return std::ranges::any_of(more, [&](Row const& other) { return key(other) == key(row); });
            });
            rows.insert(rows.end(), more.begin(), more.end());
        }
    }

    void finish() const {
        for (std::size_t f = 0; f < folders_.size(); ++f)
            validate(used_[f], folders_[f].string(), "holds no table of rules",
                     "put limits.csv, values.csv or another table of docs/formats/rules.md into it");
    }

private:
    template <class Row>
    static std::vector<Row> read_table(RuleTable const& table, Row (*make)(RuleRow const&)) {
        std::vector<Row> rows;
        table.for_each([&](RuleRow const& row) { rows.push_back(make(row)); });
        return rows;
    }

    std::vector<std::filesystem::path> const& folders_;
    std::vector<bool> used_;
};

}  // namespace

Rules read_rules(std::vector<std::filesystem::path> const& folders) {
    Rules rules;
    Tables tables(folders);
    auto const joined = [](auto const& a, auto const& b, std::string_view c) {
        return fmt::format("{}|{}|{}", a, b, c);
    };
    tables.read(rules.standards, "standards.csv", embedded_standards,
                {"standard", "name_en", "name_vi", "kind", "reference_en", "reference_vi"}, standard_of,
                [](Standard const& row) { return row.id; });
    tables.read(rules.limits, "limits.csv", embedded_limits,
                {"standard", "pollutant", "averaging", "limit_ug_m3", "exceedances_per_year"}, limit_of,
                [&](Limit const& row) { return joined(row.standard, row.pollutant, code(row.averaging)); });
    tables.read(rules.aqi_points, "air_quality_index.csv", embedded_index,
                {"scale", "pollutant", "averaging", "index", "concentration_ug_m3"}, aqi_point_of,
                [&](AqiPoint const& row) { return joined(row.scale, row.pollutant, code(row.averaging)); });
    tables.read(rules.aqi_classes, "air_quality_classes.csv", embedded_classes,
                {"scale", "low", "high", "name_en", "name_vi", "red", "green", "blue"}, aqi_class_of,
                [](AqiClass const& row) { return row.scale; });
    tables.read(rules.responses, "responses.csv", embedded_responses,
                {"id", "pollutant", "averaging", "outcome_en", "outcome_vi", "people", "rr_per_10_ug_m3", "rr_low",
                 "rr_high", "counterfactual_ug_m3"},
                response_of, [](ResponseFunction const& row) { return row.id; });
    tables.read(rules.noise_responses, "noise_responses.csv", embedded_noise_responses,
                {"id", "metric", "form", "outcome_en", "outcome_vi", "c0", "c1", "c2", "shift_db", "valid_from_db",
                 "valid_to_db"},
                noise_response_of, [](NoiseResponse const& row) { return row.id; });
    tables.read(rules.values, "values.csv", embedded_values,
                {"id", "name_en", "name_vi", "low", "central", "high", "unit", "base_year"}, value_of,
                [](ValueRule const& row) { return row.id; });
    tables.read(rules.discount_rates, "discount_rates.csv", embedded_discount_rates,
                {"id", "rate", "name_en", "name_vi"}, discount_rate_of, [](DiscountRate const& row) { return row.id; });
    tables.read(rules.errors, "uncertainty.csv", embedded_uncertainty,
                {"term", "name_en", "name_vi", "range_s", "range_c", "range_d", "range_m"}, error_of,
                [](ErrorTerm const& row) { return row.term; });
    tables.read(rules.catalogue, "indicators.csv", embedded_indicators,
                {"id", "standard", "clause", "name_en", "name_vi", "pillar", "state", "shown_as", "note_en", "note_vi"},
                catalogue_entry_of, [](CatalogueEntry const& row) { return row.id; });
    tables.finish();
    return rules;
}

}  // namespace hacthanh::io
