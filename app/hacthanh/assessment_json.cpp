#include "app/hacthanh/assessment_text.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

using Json = nlohmann::ordered_json;
using study::Assessment;
using study::Change;

/// The interval is absent when an end is not finite.
void put(Json& json, std::string const& name, double low, double high) {
    if (std::isfinite(low) && std::isfinite(high)) json[name + "_ci"] = {low, high};
}

Json change_json(Change const& change) {
    if (!change.missing.empty()) return {{"missing", change.missing.english}};
    Json json = {{"difference", change.random.mean},
                 {"relative", change.random.relative()},
                 {"pairs", change.random.pairs},
                 {"verdict", std::string(study::name(change.verdict))}};
    put(json, "random", change.random.low(), change.random.high());
    put(json, "systematic", change.systematic.first, change.systematic.second);
    auto const [low, high] = change.both();
    put(json, "difference", low, high);
    return json;
}

Json rows_json(Assessment const& assessment) {
    Json rows = Json::object();
    for (auto const& row : assessment.rows) {
        Json json = {{"pillar", name(row.pillar).english},
                     {"name", row.name.english},
                     {"name_vi", row.name.vietnamese},
                     {"unit", row.unit.english},
                     {"to_be_verified", row.to_be_verified ? 1 : 0}};
        if (row.base) {
            json["base"] = *row.base;
            put(json, "base", *row.base - row.base_half_width, *row.base + row.base_half_width);
            put(json, "base_systematic", row.base_systematic.first, row.base_systematic.second);
        } else {
            json["base_missing"] = row.missing.english;
        }
        json["options"] = Json::object();
        for (std::size_t n = 0; n < row.changes.size(); ++n)
            json["options"][assessment.options[n]] = change_json(row.changes[n]);
        rows[row.id] = std::move(json);
    }
    return rows;
}

Json limit_json(study::LimitCell const& cell) {
    if (!cell.missing.empty()) return {{"missing", cell.missing.english}};
    Json json = {{"verdict", name(cell.compliance).english},
                 {"highest_ug_m3", cell.highest},
                 {"people_above", cell.people_above}};
    put(json, "people_above", cell.systematic.first, cell.systematic.second);
    return json;
}

Json limits_json(Assessment const& assessment) {
    Json list = Json::array();
    for (auto const& row : assessment.limits) {
        Json json = {{"standard", row.limit.standard},
                     {"pollutant", row.limit.pollutant},
                     {"averaging", std::string(impact::code(row.limit.averaging))},
                     {"limit_ug_m3", row.limit.ug_m3},
                     {"exceedances_per_year", row.limit.exceedances_per_year.value_or(0)},
                     {"evidence", std::string(city::letter(row.limit.origin.evidence))},
                     {"base", limit_json(row.base)},
                     {"options", Json::object()}};
        for (std::size_t n = 0; n < row.options.size(); ++n)
            json["options"][assessment.options[n]] = limit_json(row.options[n]);
        list.push_back(std::move(json));
    }
    return list;
}

Json wards_json(Assessment const& assessment) {
    Json list = Json::array();
    for (auto const& row : assessment.wards) {
        Json json = {{"ward", row.ward},
                     {"pollutant", row.pollutant},
                     {"people", row.people},
                     {"base", row.base},
                     {"options", Json::object()}};
        for (std::size_t n = 0; n < row.changes.size(); ++n)
            json["options"][assessment.options[n]] = change_json(row.changes[n]);
        list.push_back(std::move(json));
    }
    return list;
}

Json distribution_json(Assessment const& assessment) {
    Json json = Json::object();
    for (auto const& row : assessment.distribution) {
        Json one = {{"share", row.share}, {"base", row.base}};
        for (std::size_t n = 0; n < row.options.size(); ++n) one[assessment.options[n]] = row.options[n];
        json[row.pollutant].push_back(std::move(one));
    }
    return json;
}

Json sum_json(impact::LowCentralHigh const& sum) {
    return {{"low", sum.low}, {"central", sum.central}, {"high", sum.high}};
}

Json health_json(Assessment const& assessment) {
    Json json = Json::object();
    for (auto const& row : assessment.health) {
        Json one = {{"pollutant", row.response.pollutant}, {"outcome", row.response.outcome.english}};
        if (!row.missing.empty()) one["missing"] = row.missing.english;
        for (std::size_t n = 0; n < row.options.size(); ++n) one[assessment.options[n]] = sum_json(row.options[n]);
        for (std::size_t n = 0; n < row.life_years.size(); ++n)
            one["life_years"][assessment.options[n]] = sum_json(row.life_years[n]);
        json[row.response.id] = std::move(one);
    }
    return json;
}

Json money_json(AssessedResults const& results) {
    Json json = Json::object();
    for (std::size_t n = 0; n < results.money.size(); ++n) {
        auto const& money = results.money[n];
        Json one = {{"time_vnd", sum_json(money.time)},
                    {"fuel_vnd", sum_json(money.fuel)},
                    {"electricity_vnd", money.electricity ? sum_json(*money.electricity) : Json()},
                    {"co2e_vnd", sum_json(money.carbon)}};
        if (money.health) one["health_vnd_per_year"] = sum_json(*money.health);
        if (money.yearly_benefit) one["benefit_vnd_per_year"] = *money.yearly_benefit;
        if (!money.missing.empty()) one["missing"] = money.missing.english;
        for (auto const& [rate, value] : money.appraisals) {
            Json& at = one["appraisal"][rate.id];
            at = {{"rate", rate.rate}, {"net_present_value_vnd", value.net_present_value}};
            if (value.benefit_cost_ratio) at["benefit_cost_ratio"] = *value.benefit_cost_ratio;
            if (value.payback_years) at["payback_years"] = *value.payback_years;
        }
        for (auto const& bar : money.tornado)
            one["tornado"][bar.id] = {{"at_low", bar.at_low}, {"at_high", bar.at_high}};
        json[results.assessment.options[n]] = std::move(one);
    }
    return json;
}

}  // namespace

nlohmann::ordered_json assessment_json(AssessedResults const& results) {
    auto const& assessment = results.assessment;
    Json json = {{"compared_s", assessment.compared_s},
                 {"is_year", assessment.is_year ? 1 : 0},
                 {"has_population", assessment.places.has_population ? 1 : 0},
                 {"people_outside", assessment.places.people_outside},
                 {"options", Json::object()},
                 {"warnings", Json::array()}};
    for (std::size_t n = 0; n < assessment.options.size(); ++n)
        json["options"][assessment.options[n]] = {{"title", assessment.titles[n].english},
                                                  {"title_vi", assessment.titles[n].vietnamese},
                                                  {"pairs", assessment.pairs[n]}};
    for (auto const& warning : assessment.warnings) json["warnings"].push_back(warning.english);
    json["indicators"] = rows_json(assessment);
    json["limits"] = limits_json(assessment);
    json["wards"] = wards_json(assessment);
    json["distribution"] = distribution_json(assessment);
    json["health"] = health_json(assessment);
    json["money"] = money_json(results);
    return json;
}

}  // namespace hacthanh::app
