#include "app/hacthanh/report_assessment.hpp"

#include "app/hacthanh/report_content.hpp"
#include "io/report/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

namespace hacthanh::app {
namespace {

using io::report::Annex;
using io::report::Cell;
using io::report::Content;
using io::report::PlainTable;
using io::report::Row;
using study::Assessment;
using study::Change;

constexpr double million = 1e6;

/// Rows of the what-if that say the same already.
constexpr std::array<std::string_view, 4> told_by_whatif = {"emitted_kg", "ground_ug_m3", "vehicle_km", "time_per_km"};

Text signed_text(double value) {
    return {format_signed(value, Language::english), format_signed(value, Language::vietnamese)};
}

Text joined(Text const& a, std::string const& between, Text const& b) {
    return {a.english + between + b.english, a.vietnamese + between + b.vietnamese};
}

Text range_text(double low, double high) {
    if (!std::isfinite(low) || !std::isfinite(high)) return Text::same("–");
    auto const inner = joined(signed_text(low), "; ", signed_text(high));
    return {"[" + inner.english + "]", "[" + inner.vietnamese + "]"};
}

Text verdict_text(study::Verdict verdict) {
    return {std::string(study::name(verdict)), std::string(study::name_vi(verdict))};
}

/// What an option changes, or why that cannot be said.
Text change_text(Change const& change) {
    if (!change.missing.empty()) return change.missing;
    return joined(signed_text(change.random.mean), ", ", verdict_text(change.verdict));
}

Cell cell_of(Change const& change) {
    Cell cell;
    cell.missing = change.missing;
    if (!cell.missing.empty()) return cell;
    cell.value = change.random.mean;
    cell.relative = change.random.relative();
    auto const [low, high] = change.both();
    if (std::isfinite(low) && std::isfinite(high)) cell.interval = {low, high};
    cell.verdict = verdict_text(change.verdict);
    cell.clear = study::is_claim(change.verdict);
    return cell;
}

/// Place of an option of the report among those assessed.
std::optional<std::size_t> assessed_place(Assessment const& assessment, std::string const& name) {
    auto const found = std::ranges::find(assessment.options, name);
    if (found == assessment.options.end()) return std::nullopt;
    return static_cast<std::size_t>(found - assessment.options.begin());
}

Row row_of(study::AssessedRow const& assessed, Content const& content, Assessment const& assessment) {
    Row row;
    row.id = assessed.id;
    std::ranges::replace(row.id, '.', '-');
    row.name = assessed.name;
    row.unit = assessed.unit;
    row.pillar = name(assessed.pillar);
    row.better = assessed.better;
    row.in_summary = assessed.in_summary;
    row.evidence = assessed.to_be_verified ? 'M' : 'C';
    row.base.value = assessed.base;
    row.base.missing = assessed.missing;
    for (auto const& option : content.options) {
        auto const place = assessed_place(assessment, option.name);
        Cell cell;
        cell.missing = {"not compared", "không so sánh"};
        row.changes.push_back(place ? cell_of(assessed.changes.at(*place)) : cell);
    }
    return row;
}

void add_rows(Content& content, Assessment const& assessment) {
    if (content.options.empty()) return;
    for (auto const& assessed : assessment.rows) {
        auto const kind = std::string_view(assessed.id).substr(0, assessed.id.find('.'));
        if (std::ranges::find(told_by_whatif, kind) == told_by_whatif.end())
            content.rows.push_back(row_of(assessed, content, assessment));
    }
    auto const pillar_place = [](Row const& row) {
        for (auto const pillar : {study::Pillar::governance, study::Pillar::life, study::Pillar::environment})
            if (row.pillar.english == name(pillar).english) return static_cast<int>(pillar);
        return static_cast<int>(study::Pillar::economy);
    };
    std::ranges::stable_sort(content.rows, {}, pillar_place);
}

/// Columns: what, present state, every option.
std::vector<std::pair<Text, bool>> columns_of(Assessment const& assessment, std::vector<Text> const& first) {
    std::vector<std::pair<Text, bool>> columns;
    for (auto const& text : first) columns.emplace_back(text, false);
    columns.emplace_back(Text{"Present state", "Hiện trạng"}, true);
    for (auto const& title : assessment.titles) columns.emplace_back(title, true);
    return columns;
}

Text limit_text(study::LimitCell const& cell, bool people) {
    if (!cell.missing.empty()) return cell.missing;
    auto const above = number_text(cell.people_above, 3);
    auto const highest = number_text(cell.highest, 3);
    auto const verdict = name(cell.compliance);
    return {fmt::format("{}: {} {} above, highest {}", verdict.english, above.english, people ? "people" : "cells",
                        highest.english),
            fmt::format("{}: {} {} vượt, cao nhất {}", verdict.vietnamese, above.vietnamese, people ? "người" : "ô",
                        highest.vietnamese)};
}

Annex limits_annex(Assessment const& assessment) {
    Annex annex;
    annex.title = {"Limits", "Đối chiếu quy chuẩn"};
    annex.paragraphs = {
        {"A limit meets a statistic of its own averaging time or none. Totals, background included. \"Cannot be "
         "told\": "
         "the answer hangs on systematic errors, or a few hours or days a year may lie above. (M): from memory, to be "
         "verified.",
         "Mỗi giới hạn chỉ áp dụng cho trị số có đúng thời gian trung bình của nó. Nồng độ tổng, gồm cả nền. “Chưa kết "
         "luận "
         "được”: kết luận phụ thuộc sai số hệ thống, hoặc giới hạn cho phép vượt một số lần mỗi năm. (M): số liệu theo "
         "trí nhớ, cần kiểm chứng."}};
    PlainTable table;
    table.columns = columns_of(assessment, {{"Limit", "Giới hạn"}});
    bool const people = assessment.places.has_population;
    for (auto const& row : assessment.limits) {
        auto const* const standard = assessment.rules.standard(row.limit.standard);
        Text const owner = standard != nullptr ? standard->name : Text::same(row.limit.standard);
        Text const pollutant = io::report::pollutant_name(row.limit.pollutant);
        Text const averaging = impact::name(row.limit.averaging);
        Text const value = number_text(row.limit.ug_m3, 6);
        Text const allowance = row.limit.allowance();
        char const* const mark = row.limit.origin.to_be_verified() ? " (M)" : "";
        std::vector<Text> cells = {{fmt::format("{}, {}, {}: {} µg/m³{}{}", owner.english, pollutant.english,
                                                averaging.english, value.english, allowance.english, mark),
                                    fmt::format("{}, {}, {}: {} µg/m³{}{}", owner.vietnamese, pollutant.vietnamese,
                                                averaging.vietnamese, value.vietnamese, allowance.vietnamese, mark)},
                                   limit_text(row.base, people)};
        for (auto const& cell : row.options) cells.push_back(limit_text(cell, people));
        table.rows.push_back(std::move(cells));
    }
    annex.tables.push_back(std::move(table));
    return annex;
}

PlainTable wards_table(Assessment const& assessment) {
    PlainTable table;
    table.caption = {"By ward: who gains, who loses [µg/m³]", "Theo phường: ai được lợi, ai bị thiệt [µg/m³]"};
    table.columns = columns_of(assessment, {{"Ward", "Phường"}, {"Pollutant", "Chất"}, {"People", "Dân số"}});
    for (auto const& row : assessment.wards) {
        std::vector<Text> cells = {Text::same(row.ward), io::report::pollutant_name(row.pollutant),
                                   number_text(row.people, 6), number_text(row.base)};
        for (auto const& change : row.changes) cells.push_back(change_text(change));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

Annex exposure_annex(Assessment const& assessment) {
    Annex annex;
    annex.title = {"Exposure of people", "Phơi nhiễm của người dân"};
    auto const outside = number_text(assessment.places.people_outside, 6);
    if (assessment.places.has_population)
        annex.paragraphs.push_back({"People outside of the map, not counted: " + outside.english,
                                    "Dân cư ngoài vùng tính, không kể đến: " + outside.vietnamese});
    else
        annex.paragraphs.push_back(
            {"Population: no data (" + assessment.places.missing.english + "); all ground counts the same.",
             "Dân cư: chưa có số liệu (" + assessment.places.missing.vietnamese +
                 "); mọi ô mặt đất được tính như nhau."});
    if (!assessment.wards.empty())
        annex.tables.push_back(wards_table(assessment));
    else
        annex.paragraphs.push_back({"Wards: no data.", "Phường: chưa có số liệu."});
    PlainTable table;
    table.caption = {"Distribution: what a share of the people does not exceed [µg/m³]",
                     "Phân bố: mức mà tỷ lệ dân số không vượt quá [µg/m³]"};
    table.columns = columns_of(assessment, {{"Pollutant", "Chất"}, {"Share of people", "Tỷ lệ dân số"}});
    for (auto const& row : assessment.distribution) {
        auto const share = number_text(100 * row.share);
        std::vector<Text> cells = {io::report::pollutant_name(row.pollutant),
                                   {share.english + " %", share.vietnamese + " %"},
                                   number_text(row.base, 4)};
        for (double const value : row.options) cells.push_back(number_text(value, 4));
        table.rows.push_back(std::move(cells));
    }
    if (!table.rows.empty()) annex.tables.push_back(std::move(table));
    return annex;
}

/// Random and systematic part of every change.
Annex uncertainty_annex(Assessment const& assessment) {
    Annex annex;
    annex.title = {"How sure the changes are", "Độ chắc chắn của các thay đổi"};
    annex.paragraphs = {
        {"Random: 95 % interval over pairs of seeds. Systematic: 95 % of 1000 draws of emission factors, fleet shares, "
         "counts, "
         "background, dispersion and occupancy, the same draw in base and option. A claim needs five pairs, both "
         "intervals "
         "without zero and, of concentrations, a change of at least 5 %.",
         "Ngẫu nhiên: khoảng 95 % theo các cặp hạt giống. Hệ thống: 95 % của 1000 lần rút hệ số phát thải, cơ cấu xe, "
         "lưu "
         "lượng, nền, khuếch tán và số người trên xe, cùng một lần rút cho hiện trạng và phương án. Chỉ kết luận khi "
         "có ít "
         "nhất năm cặp, cả hai khoảng không chứa số không và, với nồng độ, thay đổi từ 5 % trở lên."}};
    for (std::size_t n = 0; n < assessment.options.size(); ++n) {
        PlainTable table;
        table.caption = assessment.titles[n];
        table.columns = {{{"Indicator", "Chỉ tiêu"}, false},
                         {{"Change", "Thay đổi"}, true},
                         {{"Random", "Ngẫu nhiên"}, true},
                         {{"Systematic", "Hệ thống"}, true},
                         {{"Verdict", "Kết luận"}, false}};
        for (auto const& row : assessment.rows) {
            auto const& change = row.changes.at(n);
            if (!change.missing.empty()) continue;
            Text const unit =
                row.unit.empty() ? Text{} : Text{" (" + row.unit.english + ")", " (" + row.unit.vietnamese + ")"};
            table.rows.push_back({joined(row.name, "", unit), signed_text(change.random.mean),
                                  range_text(change.random.low(), change.random.high()),
                                  range_text(change.systematic.first, change.systematic.second),
                                  verdict_text(change.verdict)});
        }
        annex.tables.push_back(std::move(table));
    }
    return annex;
}

Text sum_text(impact::LowCentralHigh const& sum, double unit) {
    return joined(signed_text(sum.central / unit), " ", range_text(sum.low / unit, sum.high / unit));
}

Annex health_annex(Assessment const& assessment) {
    Annex annex;
    annex.title = {"Health", "Sức khoẻ"};
    annex.paragraphs = {
        {"Cases a year avoided, from differences of annual means; low to high by the response's interval. NO₂ and "
         "PM2.5 "
         "overlap: their cases are never added. Shares of age and death rates are to be verified (M).",
         "Số ca tránh được mỗi năm, từ chênh lệch trung bình năm; khoảng thấp–cao theo hàm đáp ứng. NO₂ và PM2,5 trùng "
         "lặp: "
         "không bao giờ cộng. Tỷ lệ nhóm tuổi và tỷ suất tử vong cần kiểm chứng (M)."}};
    PlainTable table;
    table.columns = {{{"Response", "Hàm đáp ứng"}, false}};
    for (auto const& title : assessment.titles) table.columns.emplace_back(title, true);
    for (auto const& row : assessment.health) {
        Text const pollutant = io::report::pollutant_name(row.response.pollutant);
        std::vector<Text> cells = {
            {fmt::format("{}: {}, {} ({})", pollutant.english, row.response.outcome.english, row.response.people,
                         row.response.origin.source),
             fmt::format("{}: {}, {} ({})", pollutant.vietnamese, row.response.outcome.vietnamese, row.response.people,
                         row.response.origin.source)}};
        for (std::size_t n = 0; n < assessment.options.size(); ++n)
            cells.push_back(row.missing.empty() ? sum_text(row.options.at(n), 1) : row.missing);
        table.rows.push_back(std::move(cells));
        if (row.life_years.empty()) continue;
        std::vector<Text> years = {{"– years of life lost that it avoids (the part of DALYs that deaths make; M)",
                                    "– số năm sống không bị mất (phần DALY do tử vong; M)"}};
        for (auto const& each : row.life_years) years.push_back(sum_text(each, 1));
        table.rows.push_back(std::move(years));
    }
    annex.tables.push_back(std::move(table));
    return annex;
}

using Line = std::function<Text(study::OptionMoney const&)>;

PlainTable money_table(AssessedResults const& results) {
    PlainTable table;
    table.columns = {{{"Million VND", "Triệu đồng"}, false}};
    for (auto const& title : results.assessment.titles) table.columns.emplace_back(title, true);
    auto const add = [&](Text const& name, Line const& line) {
        std::vector<Text> cells = {name};
        for (auto const& money : results.money) cells.push_back(line(money));
        table.rows.push_back(std::move(cells));
    };
    add({"Time saved", "Thời gian tiết kiệm"}, [](auto const& m) { return sum_text(m.time, million); });
    add({"Fuel saved", "Nhiên liệu tiết kiệm"}, [](auto const& m) { return sum_text(m.fuel, million); });
    add({"Electricity saved (more of it: −)", "Điện tiết kiệm (dùng thêm: −)"}, [](auto const& m) {
        return m.electricity ? sum_text(*m.electricity, million) : Text{"no data", "chưa có số liệu"};
    });
    add({"CO₂e saved, power stations included, shadow price 5–25–100 USD/t",
         "CO₂e giảm, gồm điện lưới, giá bóng 5–25–100 USD/tấn"},
        [](auto const& m) { return sum_text(m.carbon, million); });
    add({"Health, a year", "Sức khoẻ, mỗi năm"}, [](auto const& m) {
        return m.health ? sum_text(*m.health, million)
                        : Text{"no data or period too short", "chưa có số liệu hoặc chưa đủ thời gian"};
    });
    for (std::size_t kind = 0; kind < impact::n_fundings; ++kind)
        add(joined(Text{"Capital: ", "Vốn: "}, "", impact::funding_name(kind)), [kind](auto const& m) {
            return m.cost ? number_text(m.cost->capital[kind] / million) : Text{"no data", "chưa có số liệu"};
        });
    add({"Running cost a year", "Chi phí vận hành mỗi năm"}, [](auto const& m) {
        return m.cost ? number_text(m.cost->running_per_year / million) : Text{"no data", "chưa có số liệu"};
    });
    add({"Benefit a year", "Lợi ích mỗi năm"},
        [](auto const& m) { return m.yearly_benefit ? signed_text(*m.yearly_benefit / million) : m.missing; });
    for (std::size_t r = 0; r < results.assessment.rules.discount_rates.size(); ++r)
        add(joined(Text{"NPV; B/C; payback in years at ", "NPV; B/C; số năm hoàn vốn, chiết khấu "}, "",
                   results.assessment.rules.discount_rates[r].name),
            [r](auto const& m) {
                if (m.appraisals.empty()) return m.missing;
                auto const& value = m.appraisals[r].appraisal;
                auto const or_none = [](std::optional<double> v) { return v ? number_text(*v) : Text::same("–"); };
                return joined(
                    joined(signed_text(value.net_present_value / million), "; ", or_none(value.benefit_cost_ratio)),
                    "; ", or_none(value.payback_years));
            });
    return table;
}

Text bar_name(std::string const& id, impact::Rules const& rules) {
    if (auto const* const value = rules.value(id); value != nullptr) return value->name;
    if (id == "fuel_price") return {"fuel price ± 20 %", "giá nhiên liệu ± 20 %"};
    if (id == "capital") return {"capital −20 % to +30 %", "vốn đầu tư −20 % đến +30 %"};
    return {"rate of discount 6 to 12 %", "tỷ suất chiết khấu 6 đến 12 %"};
}

Annex money_annex(AssessedResults const& results) {
    auto const hours = number_text(results.assessment.compared_s / 3600);
    Annex annex;
    annex.title = {"Money", "Kinh tế"};
    annex.paragraphs = {
        {fmt::format(
             "Benefits of the compared {} h against the present state, which costs and brings nothing; negative = a "
             "loss. Prices of 2025–2026, from memory where the table of values says M: to be verified.",
             hours.english),
         fmt::format(
             "Lợi ích của {} giờ so sánh, so với hiện trạng (không chi phí, không lợi ích); số âm là thiệt. Giá "
             "2025–2026, mục ghi M trong bảng giá trị cần kiểm chứng.",
             hours.vietnamese)}};
    for (auto const& note : results.notes) annex.paragraphs.push_back(note);
    annex.tables.push_back(money_table(results));
    for (std::size_t n = 0; n < results.money.size(); ++n) {
        auto const& money = results.money[n];
        if (money.tornado.empty()) continue;
        io::report::Sensitivity chart;
        chart.title = joined(results.assessment.titles[n], ": ", {"net present value at 9 %", "NPV ở mức 9 %"});
        chart.unit = {"million VND", "triệu đồng"};
        for (auto const& [rate, value] : money.appraisals)
            if (std::abs(rate.rate - 0.09) < 1e-9) chart.central = value.net_present_value / million;
        for (auto const& bar : money.tornado)
            chart.terms.push_back(
                {bar_name(bar.id, results.assessment.rules), bar.at_low / million, bar.at_high / million});
        annex.sensitivities.push_back(std::move(chart));
    }
    return annex;
}

/// Numbers from memory that the report hangs on.
void add_value_assumptions(Content& content, impact::Rules const& rules) {
    for (auto const& value : rules.values) {
        auto const central = number_text(value.central, 6);
        auto const low = number_text(value.low, 6);
        auto const high = number_text(value.high, 6);
        content.assumptions.push_back(
            {value.name,
             {fmt::format("{} ({}–{}) {}, {}", central.english, low.english, high.english, value.unit, value.base_year),
              fmt::format("{} ({}–{}) {}, {}", central.vietnamese, low.vietnamese, high.vietnamese, value.unit,
                          value.base_year)},
             Text::same(value.origin.source),
             city::letter(value.origin.evidence).front()});
    }
}

}  // namespace

void add_assessment(Content& content, AssessedResults const& results) {
    auto const& assessment = results.assessment;
    add_rows(content, assessment);
    content.annexes.push_back(limits_annex(assessment));
    content.annexes.push_back(exposure_annex(assessment));
    if (!assessment.options.empty()) {
        content.annexes.push_back(uncertainty_annex(assessment));
        content.annexes.push_back(health_annex(assessment));
        content.annexes.push_back(money_annex(results));
    }
    add_value_assumptions(content, assessment.rules);
}

}  // namespace hacthanh::app
