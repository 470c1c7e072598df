#include "app/hacthanh/assessment_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hacthanh::app {
namespace {

using study::AssessedRow;
using study::Assessment;
using study::Change;

constexpr double million = 1e6;

std::string both(Text const& text) {
    return text.english == text.vietnamese ? text.english : text.english + " / " + text.vietnamese;
}

std::string interval(double low, double high) {
    return std::isfinite(low) && std::isfinite(high) ? fmt::format("[{:+.3g}, {:+.3g}]", low, high) : "[-]";
}

std::string change_text(Change const& change) {
    if (!change.missing.empty()) return both(change.missing);
    auto const& d = change.random;
    return fmt::format("{:+.4g} ({:+.2f} %)  random {} systematic {}  {} / {}", d.mean, 100 * d.relative(),
                       interval(d.low(), d.high()), interval(change.systematic.first, change.systematic.second),
                       study::name(change.verdict), study::name_vi(change.verdict));
}

std::string base_text(AssessedRow const& row) {
    if (!row.base) return both(row.missing);
    std::string text = fmt::format("{:.5g}", *row.base);
    if (std::isfinite(row.base_half_width)) text += fmt::format(" ± {:.2g}", row.base_half_width);
    return text + fmt::format(" {}, systematic {:.4g}-{:.4g}", row.unit.english, row.base_systematic.first,
                              row.base_systematic.second);
}

std::string rows_text(Assessment const& assessment) {
    std::string text;
    for (std::size_t r = 0; r < assessment.rows.size(); ++r) {
        auto const& row = assessment.rows[r];
        if (r == 0 || assessment.rows[r - 1].pillar != row.pillar) text += "\n" + both(name(row.pillar)) + "\n";
        text += fmt::format("  {}{}: {}\n", both(row.name), row.to_be_verified ? " (M)" : "", base_text(row));
        for (std::size_t n = 0; n < row.changes.size(); ++n)
            if (row.changes[n].missing.empty())
                text += fmt::format("    {:<20} {}\n", assessment.options[n], change_text(row.changes[n]));
    }
    return text;
}

std::string limit_text(study::LimitCell const& cell, bool people) {
    if (!cell.missing.empty()) return both(cell.missing);
    return fmt::format("{}; highest {:.4g} ug/m3; above: {:.0f} {} [{:.0f}, {:.0f}]", both(name(cell.compliance)),
                       cell.highest, cell.people_above, people ? "people" : "cells", cell.systematic.first,
                       cell.systematic.second);
}

std::string limits_text(Assessment const& assessment) {
    std::string text = "\nLimits / Quy chuẩn (evidence M: to be verified / cần kiểm chứng)\n";
    for (auto const& row : assessment.limits) {
        auto const& limit = row.limit;
        auto const* const standard = assessment.rules.standard(limit.standard);
        text += fmt::format(
            "  {} {} {} {:g} ug/m3{}{}: {}\n", standard != nullptr ? standard->name.english : limit.standard,
            limit.pollutant, both(impact::name(limit.averaging)), limit.ug_m3, limit.allowance().english,
            limit.origin.to_be_verified() ? " (M)" : "", limit_text(row.base, assessment.places.has_population));
        for (std::size_t n = 0; n < row.options.size(); ++n)
            if (row.base.missing.empty())
                text += fmt::format("    {:<20} {}\n", assessment.options[n],
                                    limit_text(row.options[n], assessment.places.has_population));
    }
    return text;
}

std::string wards_text(Assessment const& assessment) {
    if (assessment.wards.empty()) return "\nWards / Phường: no data, give --wards / chưa có số liệu\n";
    std::string text = "\nWards, mean where people live [ug/m3] / Phường\n";
    for (auto const& row : assessment.wards) {
        text += fmt::format("  {} {} ({:.0f} people): {:.4g}\n", row.ward, row.pollutant, row.people, row.base);
        for (std::size_t n = 0; n < row.changes.size(); ++n)
            text += fmt::format("    {:<20} {}\n", assessment.options[n], change_text(row.changes[n]));
    }
    return text;
}

std::string health_text(Assessment const& assessment) {
    std::string text =
        "\nHealth, cases a year avoided, low - central - high; NO2 and PM2.5 overlap and are never added / Sức khoẻ\n";
    for (auto const& row : assessment.health) {
        text += fmt::format("  {} ({}, {}): {}\n", row.response.id, both(row.response.outcome), row.response.people,
                            row.missing.empty() ? "" : both(row.missing));
        for (std::size_t n = 0; n < row.options.size(); ++n) {
            text += fmt::format("    {:<20} {:.3g} - {:.3g} - {:.3g}", assessment.options[n], row.options[n].low,
                                row.options[n].central, row.options[n].high);
            if (n < row.life_years.size())
                text += fmt::format("; years of life / số năm sống (M): {:.3g} - {:.3g} - {:.3g}",
                                    row.life_years[n].low, row.life_years[n].central, row.life_years[n].high);
            text += '\n';
        }
    }
    return text;
}

std::string range(impact::LowCentralHigh const& sum) {
    return fmt::format("{:+.4g} [{:+.4g}, {:+.4g}]", sum.central / million, sum.low / million, sum.high / million);
}

std::string money_text(AssessedResults const& results) {
    std::string text = fmt::format("\nMoney [million VND], benefits of the compared {:.4g} h / Tiền [triệu đồng] (M)\n",
                                   results.assessment.compared_s / 3600);
    for (std::size_t n = 0; n < results.money.size(); ++n) {
        auto const& money = results.money[n];
        text += fmt::format("  {}: time {}  fuel {}  electricity {}  CO2e {}  health {}\n",
                            results.assessment.options[n], range(money.time), range(money.fuel),
                            money.electricity ? range(*money.electricity) : std::string("no data"), range(money.carbon),
                            money.health ? range(*money.health) : std::string("no data / chưa có số liệu"));
        if (!money.missing.empty()) text += fmt::format("    NPV: {}\n", both(money.missing));
        for (auto const& [rate, value] : money.appraisals)
            text += fmt::format("    {}: NPV {:+.4g}, benefit/cost {}, payback {} years\n", both(rate.name),
                                value.net_present_value / million,
                                value.benefit_cost_ratio ? fmt::format("{:.2f}", *value.benefit_cost_ratio) : "-",
                                value.payback_years ? fmt::format("{:.1f}", *value.payback_years) : "-");
        for (auto const& bar : money.tornado)
            text += fmt::format("      {:<18} NPV {:+.4g} ... {:+.4g}\n", bar.id, bar.at_low / million,
                                bar.at_high / million);
    }
    return text;
}

}  // namespace

std::string assessment_text(AssessedResults const& results) {
    auto const& assessment = results.assessment;
    std::string text;
    for (std::size_t n = 0; n < assessment.options.size(); ++n)
        text += fmt::format("{}: {} ({} pairs of seeds / cặp hạt giống)\n", assessment.options[n],
                            both(assessment.titles[n]), assessment.pairs[n]);
    if (!assessment.places.has_population)
        text += fmt::format("Population / Dân cư: no data / chưa có số liệu ({})\n", both(assessment.places.missing));
    for (auto const& note : results.notes) text += both(note) + "\n";
    for (auto const& warning : assessment.warnings) text += "WARNING / CẢNH BÁO: " + both(warning) + "\n";
    return text + rows_text(assessment) + limits_text(assessment) + wards_text(assessment) + health_text(assessment) +
           money_text(results);
}

}  // namespace hacthanh::app
