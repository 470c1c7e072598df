#include "app/hacthanh/assessment_text.hpp"
#include "io/write_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hacthanh::app {
namespace {

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.8g}", value) : ""; }

/// One line; empty fields where a table has nothing to say.
struct Line {
    std::string table{};
    std::string pillar{};
    std::string id{};
    Text name{};
    std::string unit{};
    std::string base{};
    std::string option{};
    std::string value{};
    std::string relative{};
    std::pair<double, double> random{NAN, NAN};
    std::pair<double, double> systematic{NAN, NAN};
    std::string verdict{};
    std::string verdict_vi{};
    std::string missing{};
    std::string missing_vi{};

    std::string text() const {
        std::string line;
        for (auto const& field : {table, pillar, id, name.english, name.vietnamese, unit, base, option, value, relative,
                                  number(random.first), number(random.second), number(systematic.first),
                                  number(systematic.second), verdict, verdict_vi, missing, missing_vi})
            line += (line.empty() ? "" : ",") + io::csv_field(field);
        return line + "\n";
    }
};

constexpr char const* header =
    "table,pillar,id,name_en,name_vi,unit,base,option,value,relative,random_low,random_high,systematic_low,systematic_"
    "high,"
    "verdict,verdict_vi,missing,missing_vi\n";

void put_missing(Line& line, Text const& why) {
    line.missing = why.english;
    line.missing_vi = why.vietnamese;
}

void put_change(Line& line, study::Change const& change) {
    if (!change.missing.empty()) return put_missing(line, change.missing);
    line.value = number(change.random.mean);
    line.relative = number(change.random.relative());
    line.random = {change.random.low(), change.random.high()};
    line.systematic = change.systematic;
    line.verdict = study::name(change.verdict);
    line.verdict_vi = study::name_vi(change.verdict);
}

std::string indicators(study::Assessment const& assessment) {
    std::string text;
    for (auto const& row : assessment.rows)
        for (std::size_t n = 0; n < row.changes.size(); ++n) {
            Line line{.table = "indicator",
                      .pillar = name(row.pillar).english,
                      .id = row.id,
                      .name = row.name,
                      .unit = row.unit.english,
                      .base = row.base ? number(*row.base) : "",
                      .option = assessment.options[n]};
            if (!row.base) put_missing(line, row.missing);
            put_change(line, row.changes[n]);
            text += line.text();
        }
    return text;
}

Line limit_line(study::LimitRow const& row, study::LimitCell const& cell, std::string const& option) {
    Line line{.table = "limit",
              .pillar = "Environment",
              .id = fmt::format("{}.{}.{}", row.limit.standard, row.limit.pollutant, impact::code(row.limit.averaging)),
              .name = {"people above " + number(row.limit.ug_m3), "dân số trên mức " + number(row.limit.ug_m3)},
              .unit = "people",
              .option = option};
    if (!cell.missing.empty()) {
        put_missing(line, cell.missing);
    } else {
        line.value = number(cell.people_above);
        line.systematic = cell.systematic;
        line.verdict = name(cell.compliance).english;
        line.verdict_vi = name(cell.compliance).vietnamese;
    }
    return line;
}

std::string wards(study::Assessment const& assessment) {
    std::string text;
    for (auto const& row : assessment.wards)
        for (std::size_t n = 0; n < row.changes.size(); ++n) {
            Line line{.table = "ward",
                      .pillar = "Governance",
                      .id = "people_mean." + row.pollutant,
                      .name = Text::same(row.ward),
                      .unit = "ug/m3",
                      .base = number(row.base),
                      .option = assessment.options[n]};
            put_change(line, row.changes[n]);
            text += line.text();
        }
    return text;
}

std::string health(study::Assessment const& assessment) {
    std::string text;
    for (auto const& row : assessment.health)
        for (std::size_t n = 0; n < assessment.options.size(); ++n) {
            auto const put = [&](std::string const& id, char const* unit,
                                 std::vector<impact::LowCentralHigh> const& sums) {
                Line line{.table = "health",
                          .pillar = "Life",
                          .id = id,
                          .name = row.response.outcome,
                          .unit = unit,
                          .option = assessment.options[n]};
                if (row.missing.empty()) {
                    line.value = number(sums.at(n).central);
                    line.systematic = {sums.at(n).low, sums.at(n).high};
                } else {
                    put_missing(line, row.missing);
                }
                text += line.text();
            };
            put(row.response.id, "cases/year", row.options);
            if (!row.life_years.empty()) put(row.response.id + ".life_years", "years/year", row.life_years);
        }
    return text;
}

std::string money(AssessedResults const& results) {
    std::string text;
    for (std::size_t n = 0; n < results.money.size(); ++n) {
        auto const& money = results.money[n];
        auto const put = [&](std::string const& id, impact::LowCentralHigh const& sum) {
            text += Line{.table = "money",
                         .pillar = "Economy",
                         .id = id,
                         .unit = "VND",
                         .option = results.assessment.options[n],
                         .value = number(sum.central),
                         .systematic = {sum.low, sum.high}}
                        .text();
        };
        put("time", money.time);
        put("fuel", money.fuel);
        if (money.electricity) put("electricity", *money.electricity);
        put("co2e", money.carbon);
        if (money.health) put("health_per_year", *money.health);
        for (auto const& [rate, value] : money.appraisals)
            put("net_present_value." + rate.id,
                {value.net_present_value, value.net_present_value, value.net_present_value});
    }
    return text;
}

}  // namespace

std::string assessment_csv(AssessedResults const& results) {
    auto const& assessment = results.assessment;
    std::string text = header + indicators(assessment);
    for (auto const& row : assessment.limits) {
        text += limit_line(row, row.base, "base").text();
        for (std::size_t n = 0; n < row.options.size(); ++n)
            text += limit_line(row, row.options[n], assessment.options[n]).text();
    }
    return text + wards(assessment) + health(assessment) + money(results);
}

}  // namespace hacthanh::app
