#include "io/report/charts.hpp"
#include "io/report/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::io::report {
namespace {

constexpr std::size_t most_charts = 6;

std::string percent(Writer const& writer, double share) {
    return format_signed(100 * share, writer.language(), 2) + "\u202f%";
}

void add_change(Writer& writer, Markup& html, Cell const& cell) {
    if (!cell.value) {
        html.leaf("i", writer.word(cell.missing));
        return;
    }
    std::string text = format_signed(*cell.value, writer.language());
    if (cell.relative != 0) text += fmt::format(" ({})", percent(writer, cell.relative));
    html.text(text);
    if (cell.interval)
        html.text(" ").leaf("span",
                            fmt::format("[{}; {}]", format_signed(cell.interval->first, writer.language()),
                                        format_signed(cell.interval->second, writer.language())),
                            {{"class", "interval"}});
    if (!cell.verdict.empty())
        html.text(" ").leaf("span", writer.word(cell.verdict), {{"class", cell.clear ? "verdict clear" : "verdict"}});
}

/// A change in the summary: a claim as share ± half width, anything else as its verdict. The annex has the numbers.
void add_short_change(Writer& writer, Markup& html, Cell const& cell) {
    if (!cell.value) {
        html.leaf("i", writer.word(cell.missing));
        return;
    }
    if (cell.clear && cell.relative != 0) {
        std::string text = percent(writer, cell.relative);
        if (cell.interval) {
            double const half =
                (cell.interval->second - cell.interval->first) / 2 * std::abs(cell.relative / *cell.value);
            text += " ±\u202f" + format_number(100 * half, writer.language(), 2);
        }
        html.leaf("b", text).text(" ");
    }
    html.leaf("span", writer.word(cell.verdict), {{"class", cell.clear ? "verdict clear" : "verdict"}});
}

std::string name_with_unit(Writer const& writer, Row const& row) {
    auto const unit = writer.word(row.unit);
    return unit.empty() ? std::string(writer.word(row.name)) : fmt::format("{} ({})", writer.word(row.name), unit);
}

BarKind kind_of(Cell const& cell) {
    if (!cell.clear) return BarKind::indistinct;
    return *cell.value < 0 ? BarKind::decrease : BarKind::increase;
}

/// "not distinguishable (seeds)": "seeds"; verdicts without brackets as they are.
std::string rule_of(std::string const& verdict) {
    auto const open = verdict.find('(');
    if (open == std::string::npos || verdict.back() != ')') return verdict;
    return verdict.substr(open + 1, verdict.size() - open - 2);
}

void add_chart(Writer& writer, Content const& content, Row const& row) {
    std::vector<IntervalBar> bars;
    for (std::size_t i = 0; i < content.options.size(); ++i) {
        Cell const& cell = row.changes.at(i);
        if (!cell.value) continue;
        bars.push_back({std::string(writer.word(content.options[i].title)), *cell.value, cell.interval, kind_of(cell),
                        cell.clear ? std::string() : rule_of(std::string(writer.word(cell.verdict)))});
    }
    if (bars.empty()) return;
    std::string const title = fmt::format(
        "{}: {}", writer.word(row.name), writer.word("thay đổi so với hiện trạng", "change against the present state"));
    std::string description;
    for (auto const& bar : bars)
        description += fmt::format("{}: {}. ", bar.label, format_signed(bar.value, writer.language()));
    ChartText const text{writer.id("chart-" + row.id), title, description, std::string(writer.word(row.unit)),
                         writer.language()};
    writer.html().open("figure").raw(interval_chart(bars, text)).leaf("figcaption", title).close();
}

}  // namespace

void add_comparison(Writer& writer, Content const& content, bool summary_only) {
    std::vector<Column> columns{{std::string(writer.word("Chỉ tiêu", "Indicator"))},
                                {std::string(writer.word("Hiện trạng", "Present state")), true}};
    for (auto const& option : content.options) columns.push_back({std::string(writer.word(option.title)), true});
    Table table(writer, {}, columns);
    std::string_view pillar;
    for (auto const& row : content.rows) {
        if (summary_only && !row.in_summary) continue;
        if (pillar != writer.word(row.pillar)) table.group(pillar = writer.word(row.pillar));
        table.begin_row(name_with_unit(writer, row));
        Markup& base = table.cell();
        if (row.base.value)
            base.text(writer.number(*row.base.value, 4));
        else
            base.leaf("i", writer.word(row.base.missing));
        if (!row.base.verdict.empty())
            base.text(" ").leaf("span", writer.word(row.base.verdict), {{"class", "verdict"}});
        for (auto const& change : row.changes) {
            Markup& cell = table.cell();
            summary_only ? add_short_change(writer, cell, change) : add_change(writer, cell, change);
        }
        table.end_row();
    }
}

void add_comparison_charts(Writer& writer, Content const& content) {
    std::size_t n = 0;
    for (auto const& row : content.rows)
        if (row.in_summary && n++ < most_charts) add_chart(writer, content, row);
    writer.paragraph(
        "Cột đặc: thay đổi rõ rệt; cột rỗng: chưa phân biệt được. Vạch ngang: khoảng tin cậy 95 %. Trong ngoặc là lý "
        "do: "
        "các lượt chạy khác nhau nhiều như vậy (ngẫu nhiên), sai số chung của đầu vào có thể đổi dấu (sai số đầu vào), "
        "hoặc thay đổi nhỏ hơn 5 % nồng độ (< 5 %).",
        "Filled bars: a clear change; hollow bars: not distinguishable. Whiskers: 95 % interval. In brackets why: "
        "seeds "
        "differ as much (seeds), the shared errors of the inputs could turn the sign (inputs), or less than 5 % of "
        "the concentration (< 5 %).",
        "note");
}

}  // namespace hacthanh::io::report
